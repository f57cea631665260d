import type { Knex } from 'knex'

interface Revocation {
  number: number
  access_token_id: string
}

/** The revocations after a number, in order. */
export function listRevokedTokens(db: Knex, after: number): Promise<Revocation[]> {
  return db<Revocation>('revocations').where('number', '>', after).orderBy('number').select()
}
