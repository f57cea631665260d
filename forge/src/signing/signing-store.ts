import type { Knex } from 'knex'

export interface StoredKey {
  id: string
  role: 'root' | 'signing'
  public_key: string
  /** Null once the private half was taken off this server. */
  private_key_encrypted: Buffer | null
  not_after: Date | null
  revoked_at: Date | null
}

export interface StoredKeyset {
  number: number
  epoch: number
  envelope: Buffer
}

const LOCK_NUMBER = 72_616_303

/** Lets one process at a time decide about keys, until the transaction ends. */
export async function lockKeys(trx: Knex.Transaction): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(?)', [LOCK_NUMBER])
}

export async function findNewestKeyset(db: Knex): Promise<StoredKeyset | undefined> {
  return db<StoredKeyset>('keysets').orderBy('number', 'desc').first('number', 'epoch', 'envelope')
}

/** Where the newest keyset stands: what tells whether keys were changed. */
export async function findNewestKeysetPlace(db: Knex): Promise<{ number: number; epoch: number }> {
  const row = await db<StoredKeyset>('keysets').orderBy('number', 'desc').first('number', 'epoch')
  return row ?? { number: 0, epoch: 0 }
}

/** The envelopes of all keysets after a number, in order; 0 asks for all of them. */
export async function listKeysetEnvelopes(db: Knex, from: number): Promise<Uint8Array[]> {
  const rows = await db<StoredKeyset>('keysets').where('number', '>', from).orderBy('number').select('envelope')
  return rows.map((row) => row.envelope)
}

export async function listKeys(db: Knex): Promise<StoredKey[]> {
  return db<StoredKey>('signing_keys').orderBy(['created_at', 'role', 'id']).select()
}

export async function insertKey(
  trx: Knex.Transaction,
  key: Omit<StoredKey, 'revoked_at'> & { created_at: Date },
): Promise<void> {
  await trx('signing_keys').insert(key)
}

export async function insertKeyset(trx: Knex.Transaction, keyset: StoredKeyset & { created_at: Date }): Promise<void> {
  await trx('keysets').insert(keyset)
}

/** Deletes the private halves of the keys of a role, but for some. */
export async function dropPrivateKeys(
  trx: Knex.Transaction,
  { role, except }: { role: StoredKey['role']; except: readonly string[] },
): Promise<void> {
  await trx('signing_keys')
    .where({ role })
    .whereNotIn('id', [...except])
    .update({ private_key_encrypted: null })
}

/** Notes that keys are revoked, and deletes their private halves. */
export async function noteRevoked(trx: Knex.Transaction, ids: readonly string[], at: Date): Promise<void> {
  await trx('signing_keys')
    .whereIn('id', [...ids])
    .update({ revoked_at: at, private_key_encrypted: null })
}

/** Sets when a key that is still to be listed ends. */
export async function updateEnd(trx: Knex.Transaction, id: string, not_after: Date): Promise<void> {
  await trx('signing_keys').where({ id }).update({ not_after })
}

/** Forgets every keyset: what comes next is of another identity. */
export async function deleteKeysets(trx: Knex.Transaction): Promise<void> {
  await trx('keysets').delete()
}
