import type { Knex } from 'knex'

/** That an access token ends: at once where it was revoked, at `ends_at` where another took its place. */
export interface Revocation {
  number: number
  access_token_id: string
  ends_at: Date | null
}

const LOCK_NUMBER = 72_616_310

/** Keeps a revocation under the next number; numbers are committed in their order, so that who reads on misses none. */
export async function insertRevocation(
  trx: Knex.Transaction,
  row: { access_token_id: string; ends_at: Date | null; created_at: Date },
): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(?)', [LOCK_NUMBER])
  await trx('revocations').insert(row)
}

/** The revocations after a number, in order. */
export function listRevocations(db: Knex, after: number): Promise<Revocation[]> {
  return db<Revocation>('revocations').where('number', '>', after).orderBy('number').select()
}

/** The number of the newest revocation; 0 where there is none. */
export async function newestRevocation(db: Knex): Promise<number> {
  const row: { number: number } | undefined = await db('revocations').orderBy('number', 'desc').first('number')
  return row?.number ?? 0
}
