import type { Knex } from 'knex'

/** A session, and the project that is looked at by it. */
export interface Seat {
  sessionId: string
  projectId: string
}

/** Those of these sessions that are neither ended nor expired. */
export async function listOpenSessions(db: Knex, sessionIds: readonly string[], at: Date): Promise<string[]> {
  return db('sessions')
    .whereRaw('id = ANY(?)', [[...sessionIds]])
    .whereNull('revoked_at')
    .where('expires_at', '>', at)
    .pluck('id')
}

/** Those of these seats whose person still belongs to the project. */
export async function listMemberSeats(db: Knex, seats: readonly Seat[]): Promise<Seat[]> {
  return db('sessions')
    .join('memberships', 'memberships.user_id', 'sessions.user_id')
    .join('projects', 'projects.organisation_id', 'memberships.organisation_id')
    .whereNull('memberships.removed_at')
    .whereIn(
      ['sessions.id', 'projects.id'],
      seats.map(({ sessionId, projectId }) => [sessionId, projectId]),
    )
    .select('sessions.id AS sessionId', 'projects.id AS projectId')
}
