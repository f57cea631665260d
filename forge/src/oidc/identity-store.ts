import type { User } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { toUser } from '../users/user-store.js'

interface IdentityRow {
  issuer: string
  subject: string
  user_id: string
  created_at: Date
}

/** The account of a person at an issuer. */
export async function findUserOfIdentity(trx: Knex, issuer: string, subject: string): Promise<User | undefined> {
  const row: User | undefined = await trx('identities')
    .join('users', 'users.id', 'identities.user_id')
    .where({ issuer, subject })
    .first('users.id', 'users.email', 'users.name')
  return row && toUser(row)
}

export async function insertIdentity(trx: Knex, row: IdentityRow): Promise<void> {
  await trx('identities').insert(row)
}

/** Whether an account belongs to somebody at an issuer already. */
export async function hasIdentity(trx: Knex, userId: string): Promise<boolean> {
  return (await trx('identities').where({ user_id: userId }).first('issuer')) !== undefined
}
