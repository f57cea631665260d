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
  const places = [seats.map(({ sessionId }) => sessionId), seats.map(({ projectId }) => projectId)]
  return db
    .from(db.raw('unnest(?::uuid[], ?::uuid[]) AS seat (session_id, project_id)', places))
    .join('sessions', 'sessions.id', 'seat.session_id')
    .join('projects', 'projects.id', 'seat.project_id')
    .join('memberships', {
      'memberships.user_id': 'sessions.user_id',
      'memberships.organisation_id': 'projects.organisation_id',
    })
    .whereNull('memberships.removed_at')
    .select<TakenSeat[]>(
      'sessions.id AS sessionId',
      'projects.id AS projectId',
      db.raw('anvil_project_roles(projects.id, sessions.user_id) AS roles'),
    )
}
