import type { Keyset } from '@anvil/shared'
import { generateKey, type KeyPair, sealKeyset } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { SecretBox } from '../secrets/secret-box.js'
import { sealPrivateKey } from './private-key.js'
import { findNewestKeyset, insertKey, insertKeyset, lockKeys } from './signing-store.js'

const YEAR_MS = 365 * 24 * 60 * 60 * 1000
const SIGNING = { kind: 'system', id: 'signing' } as const

/** What keys are made and read with. */
export interface KeyDependencies {
  secrets: SecretBox
  now: () => Date
}

/** Makes the root key, the first signing key (one year) and keyset 1, once for this database whoever else is starting. */
export async function ensureFirstKeys(db: Knex, { secrets, now }: KeyDependencies): Promise<void> {
  if (await findNewestKeyset(db)) return
  await db.transaction(async (trx) => {
    await lockKeys(trx)
    if (await findNewestKeyset(trx)) return
    const created_at = now()
    const not_after = new Date(created_at.getTime() + YEAR_MS)
    const root = generateKey()
    const signer = generateKey()
    const rowOf = (key: KeyPair) => ({
      id: key.id,
      public_key: key.publicKey,
      private_key_encrypted: sealPrivateKey(secrets, key),
      created_at,
    })
    await insertKey(trx, { ...rowOf(root), role: 'root', not_after: null })
    await insertKey(trx, { ...rowOf(signer), role: 'signing', not_after })
    const envelope = Buffer.from(sealKeyset(firstKeyset(root, signer, { created_at, not_after }), [root]))
    await insertKeyset(trx, { number: 1, epoch: 1, envelope, created_at })
    await insertAuditEntry(trx, SIGNING, created_at, { action: 'keyset.made', target: '1', details: { root: root.id } })
  })
}

function firstKeyset(root: KeyPair, signer: KeyPair, dates: { created_at: Date; not_after: Date }): Keyset {
  return {
    format: 1,
    forge_id: root.id,
    number: 1,
    epoch: 1,
    issued_at: dates.created_at.toISOString(),
    roots: [{ id: root.id, public_key: root.publicKey }],
    signing_keys: [{ id: signer.id, public_key: signer.publicKey, not_after: dates.not_after.toISOString() }],
    revoked: [],
  }
}
