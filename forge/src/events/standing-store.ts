import type { ProjectRole } from '@anvil/shared'
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

/** What the person of a seat is in its project. */
export type TakenSeat = Seat & { roles: ProjectRole[] }

/** Those of these seats whose person still belongs to the project, with what they are there now. */
export async function listMemberSeats(db: Knex, seats: readonly Seat[]): Promise<TakenSeat[]> {
  return db('sessions')
    .join('memberships', 'memberships.user_id', 'sessions.user_id')
    .join('projects', 'projects.organisation_id', 'memberships.organisation_id')
    .whereNull('memberships.removed_at')
    .whereIn(
      ['sessions.id', 'projects.id'],
      seats.map(({ sessionId, projectId }) => [sessionId, projectId]),
    )
    .select<TakenSeat[]>(
      'sessions.id AS sessionId',
      'projects.id AS projectId',
      db.raw('anvil_project_roles(projects.id, sessions.user_id) AS roles'),
    )
}
