import type { Knex } from 'knex'

/** A key that came with a request, and what it was asked for: the same key means the same request. */
export interface IdempotencyKey {
  scope: string
  key: string
  fingerprint: string
}

interface KeyRow extends IdempotencyKey {
  publication_id: string
}

export async function findIdempotencyKey(
  trx: Knex,
  { scope, key }: Pick<IdempotencyKey, 'scope' | 'key'>,
): Promise<KeyRow | undefined> {
  return trx<KeyRow>('idempotency_keys').where({ scope, key }).first()
}

export async function insertIdempotencyKey(trx: Knex.Transaction, row: KeyRow & { created_at: Date }): Promise<void> {
  await trx('idempotency_keys').insert(row)
}
