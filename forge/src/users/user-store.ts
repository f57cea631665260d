import { AnvilError } from '@anvil/shared'
import type { User } from '@anvil/shared/api'
import type { Knex } from 'knex'

interface UserRow {
  id: string
  email: string
  name: string
  password_hash: string
}

export interface UserWithPassword {
  user: User
  passwordHash: string
}

export async function countUsers(trx: Knex): Promise<number> {
  const row = await trx('users').count({ count: '*' }).first()
  return Number(row?.count ?? 0)
}

export async function findUserByEmail(trx: Knex, email: string): Promise<UserWithPassword | undefined> {
  const row: UserRow | undefined = await trx<UserRow>('users').whereRaw('lower(email) = lower(?)', [email]).first()
  return row && { user: toUser(row), passwordHash: row.password_hash }
}

export async function getUser(trx: Knex, id: string): Promise<User> {
  const row = await trx<UserRow>('users').where({ id }).first()
  if (!row) throw new AnvilError('auth.required', 'This account is gone. Sign in with another one.')
  return toUser(row)
}

export async function insertUser(trx: Knex, user: User & { password_hash: string; created_at: Date }): Promise<void> {
  await trx('users').insert(user)
}

export function toUser(row: Pick<UserRow, 'id' | 'email' | 'name'>): User {
  return { id: row.id, email: row.email, name: row.name }
}
