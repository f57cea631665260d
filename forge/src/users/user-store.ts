import { AnvilError } from '@anvil/shared'
import type { User } from '@anvil/shared/api'
import type { Knex } from 'knex'

interface UserRow {
  id: string
  email: string
  name: string
  password_hash: string | null
}

export interface UserWithPassword {
  user: User
  /** What is kept of the password; undefined for who signs in by an issuer alone. */
  passwordHash: string | undefined
}

export async function countUsers(trx: Knex): Promise<number> {
  const row = await trx('users').count({ count: '*' }).first()
  return Number(row?.count ?? 0)
}

export async function findUserByEmail(trx: Knex, email: string): Promise<UserWithPassword | undefined> {
  const row: UserRow | undefined = await trx<UserRow>('users').whereRaw('lower(email) = lower(?)', [email]).first()
  return row && { user: toUser(row), passwordHash: row.password_hash ?? undefined }
}

const LOCK_NUMBER = 72_616_311

/** Holds a mail address for this transaction, so that two who add its person at once make one account of it. */
export async function holdAddress(trx: Knex.Transaction, email: string): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(?, hashtext(lower(?)))', [LOCK_NUMBER, email])
}

export async function getUser(trx: Knex, id: string): Promise<User> {
  const row = await trx<UserRow>('users').where({ id }).first()
  if (!row) throw new AnvilError('auth.required', 'This account is gone. Sign in with another one.')
  return toUser(row)
}

export async function insertUser(
  trx: Knex,
  user: User & Pick<UserRow, 'password_hash'> & { created_at: Date },
): Promise<void> {
  await trx('users').insert(user)
}

export async function updatePassword(trx: Knex, id: string, password_hash: string | null): Promise<void> {
  await trx('users').where({ id }).update({ password_hash })
}

export async function updateName(trx: Knex, id: string, name: string): Promise<void> {
  await trx('users').where({ id }).update({ name })
}

export function toUser(row: Pick<UserRow, 'id' | 'email' | 'name'>): User {
  return { id: row.id, email: row.email, name: row.name }
}
