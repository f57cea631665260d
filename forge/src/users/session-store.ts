import type { User } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { toUser } from './user-store.js'

interface SessionRow {
  id: string
  user_id: string
  created_at: Date
  expires_at: Date
}

export async function insertSession(trx: Knex, session: SessionRow): Promise<void> {
  await trx('sessions').insert(session)
}

/** The person of a session that is neither ended nor expired. */
export async function findSessionUser(db: Knex, sessionId: string, at: Date): Promise<User | undefined> {
  const row: User | undefined = await db('sessions')
    .join('users', 'users.id', 'sessions.user_id')
    .where('sessions.id', sessionId)
    .whereNull('sessions.revoked_at')
    .where('sessions.expires_at', '>', at)
    .first('users.id', 'users.email', 'users.name')
  return row && toUser(row)
}

export async function revokeSession(trx: Knex, sessionId: string, at: Date): Promise<void> {
  await trx('sessions').where({ id: sessionId }).whereNull('revoked_at').update({ revoked_at: at })
}

/** Ends every session of a person. */
export async function endSessionsOf(trx: Knex, userId: string, at: Date): Promise<void> {
  await trx('sessions').where({ user_id: userId }).whereNull('revoked_at').update({ revoked_at: at })
}
