import type { Keyset } from '@anvil/shared'
import { generateKey, type KeyPair, sealKeyset } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { SecretBox } from '../secrets/secret-box.js'
import { listSigningKey } from './next-keyset.js'
import { sealPrivateKey } from './private-key.js'
import { findNewestKeyset, insertKey, insertKeyset, lockKeys } from './signing-store.js'

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
    const root = await makeKeys(trx, { secrets, now }, { epoch: 1 })
    await insertAuditEntry(trx, SIGNING, now(), { action: 'keyset.made', target: '1', details: { root } })
  })
}

/** Makes a root key, a signing key (one year) and keyset 1 that names both. Returns the id of the root key. */
export async function makeKeys(
  trx: Knex.Transaction,
  { secrets, now }: KeyDependencies,
  { epoch }: { epoch: number },
): Promise<string> {
  const created_at = now()
  const [root, signer] = [generateKey(), generateKey()]
  const listed = listSigningKey(signer, created_at)
  const rowOf = (key: KeyPair) => ({
    id: key.id,
    public_key: key.publicKey,
    private_key_encrypted: sealPrivateKey(secrets, key),
    created_at,
  })
  await insertKey(trx, { ...rowOf(root), role: 'root', not_after: null })
  await insertKey(trx, { ...rowOf(signer), role: 'signing', not_after: new Date(listed.not_after) })
  const keyset: Keyset = {
    format: 1,
    forge_id: root.id,
    number: 1,
    epoch,
    issued_at: created_at.toISOString(),
    roots: [{ id: root.id, public_key: root.publicKey }],
    signing_keys: [listed],
    revoked: [],
  }
  await insertKeyset(trx, { number: 1, epoch, envelope: Buffer.from(sealKeyset(keyset, [root])), created_at })
  return root.id
}
