import type { User } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { toUser } from './user-store.js'

interface SessionRow {
  id: string
  user_id: string
  created_at: Date
  expires_at: Date
  last_seen_at: Date
  address: string
  program: string
}

/** The person of a session, and when it was last seen. */
export interface SessionUser extends User {
  lastSeenAt: Date
}

export async function insertSession(trx: Knex, session: SessionRow): Promise<void> {
  await trx('sessions').insert(session)
}

/** The person of a session that is neither ended nor expired. */
export async function findSessionUser(db: Knex, sessionId: string, at: Date): Promise<SessionUser | undefined> {
  const row: (User & { last_seen_at: Date }) | undefined = await db('sessions')
    .join('users', 'users.id', 'sessions.user_id')
    .where('sessions.id', sessionId)
    .whereNull('sessions.revoked_at')
    .where('sessions.expires_at', '>', at)
    .first('users.id', 'users.email', 'users.name', 'sessions.last_seen_at')
  return row && { ...toUser(row), lastSeenAt: row.last_seen_at }
}

/** Those of a person's sessions that are neither ended nor expired, the one seen last first. */
export function listSessionsOf(trx: Knex, userId: string, at: Date): Promise<SessionRow[]> {
  return trx<SessionRow>('sessions')
    .where({ user_id: userId })
    .whereNull('revoked_at')
    .where('expires_at', '>', at)
    .orderBy([{ column: 'last_seen_at', order: 'desc' }, 'id'])
}

/** Notes when and from where a session was used. */
export async function noteSeen(trx: Knex, sessionId: string, seen: { at: Date; address: string }): Promise<void> {
  await trx('sessions').where({ id: sessionId }).update({ last_seen_at: seen.at, address: seen.address })
}

export async function revokeSession(trx: Knex, sessionId: string, at: Date): Promise<void> {
  await trx('sessions').where({ id: sessionId }).whereNull('revoked_at').update({ revoked_at: at })
}

/** Ends one session of a person; whether there was one that went on. */
export async function endSessionOf(trx: Knex, of: { userId: string; sessionId: string }, at: Date): Promise<boolean> {
  const going = trx('sessions').where({ id: of.sessionId, user_id: of.userId }).whereNull('revoked_at')
  return (await going.where('expires_at', '>', at).update({ revoked_at: at })) > 0
}

/** Ends every session of a person, but for one where it is named; answers how many went on until now. */
export async function endSessionsOf(trx: Knex, userId: string, at: Date, but?: string): Promise<number> {
  const going = trx('sessions').where({ user_id: userId }).whereNull('revoked_at').where('expires_at', '>', at)
  if (but !== undefined) void going.whereNot({ id: but })
  return going.update({ revoked_at: at })
}

/** Deletes the sessions that have expired. */
export async function deleteOldSessions(trx: Knex, at: Date): Promise<void> {
  await trx('sessions').where('expires_at', '<=', at).delete()
}
