import { AnvilError } from '@anvil/shared'
import { type KeyPair, type KeysetChain, openKeysets } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import { listProvenKeysets } from '../fleet/fleet-proof-store.js'
import type { SecretBox } from '../secrets/secret-box.js'
import { openPrivateKey } from './private-key.js'
import { listKeys, listKeysetEnvelopes, lockKeys, type StoredKey } from './signing-store.js'

/** All that is known of this FORGE's keys, while nobody else can change them. */
export interface HeldKeys {
  /** The keysets of this FORGE, and what follows them by the proof of instances. */
  chain: KeysetChain
  stored: readonly StoredKey[]
  /** Those keysets of the chain that only instances have: they were made after the backup that was restored. */
  proven: readonly Uint8Array[]
}

/**
 * Reads the keys and keeps every other process from changing them until the transaction ends. What instances proved
 * comes with them: a keyset beside theirs would be refused by them for ever.
 */
export async function holdKeys(trx: Knex.Transaction): Promise<HeldKeys> {
  await lockKeys(trx)
  const { chain: own, stored } = await readHeldKeys(trx)
  const chain = (await listProvenKeysets(trx)).reduce(lengthenBy, own)
  return { chain, stored, proven: chain.envelopes.slice(own.envelopes.length) }
}

/** A chain with what an instance holds beyond it; where that does not follow, the chain as it is. */
function lengthenBy(held: KeysetChain, keysets: readonly string[]): KeysetChain {
  try {
    return openKeysets(
      keysets.map((text) => Buffer.from(text)),
      { held },
    )
  } catch (error) {
    if (error instanceof AnvilError) return held
    throw error
  }
}

export async function readHeldKeys(db: Knex): Promise<HeldKeys> {
  const chain = openKeysets(await listKeysetEnvelopes(db, 0), 'first-use')
  return { chain, stored: await listKeys(db), proven: [] }
}

/** The id of the key that signs: of those in the newest keyset whose private half is here, the one that lives longest. */
export function signerOf({ chain, stored }: HeldKeys): string | undefined {
  const here = new Set(stored.filter((key) => key.private_key_encrypted).map(({ id }) => id))
  return chain.newest.signing_keys
    .filter(({ id }) => here.has(id) && !chain.newest.revoked.includes(id))
    .toSorted((a, b) => Date.parse(b.not_after) - Date.parse(a.not_after))[0]?.id
}

/** Whether a signing key was made for a keyset that is still to be signed. */
export function isRequested({ chain }: HeldKeys, { id, role, private_key_encrypted }: StoredKey): boolean {
  if (role !== 'signing' || !private_key_encrypted) return false
  return !chain.keysets.some(({ signing_keys }) => signing_keys.some((key) => key.id === id))
}

/** The root key of the newest keyset; `root_key.offline` where its private half is not on this server. */
export function requireRoot({ chain, stored }: HeldKeys, secrets: SecretBox, instead: string): KeyPair {
  const named = new Set(chain.newest.roots.map(({ id }) => id))
  const row = stored.find(({ id, private_key_encrypted }) => named.has(id) && private_key_encrypted)
  if (row?.private_key_encrypted) return openPrivateKey(secrets, row.id, row.private_key_encrypted)
  throw new AnvilError(
    'root_key.offline',
    `The root key is not on this server, and only it signs a new keyset. Run "anvil-forge keys ${instead}", have the file signed where the root key is ("anvil-forge keys sign"), and bring it back ("anvil-forge keys install").`,
  )
}

/** The signing key that a text names: its id, or at least the first 8 digits of it. */
export function requireSigningKey({ chain }: HeldKeys, text: string): string {
  const known = chain.keysets.flatMap(({ signing_keys }) => signing_keys.map(({ id }) => id))
  const fitting = [...new Set(known)].filter((id) => id.startsWith(text.toLowerCase()))
  const [id, another] = text.length >= 8 ? fitting : []
  if (id === undefined || another !== undefined) {
    throw new AnvilError(
      'key.not_found',
      `No signing key of this FORGE has the id ${text}. "anvil-forge keys list" shows them; the first 8 digits will do.`,
    )
  }
  if (!chain.newest.revoked.includes(id)) return id
  throw new AnvilError(
    'key.revoked',
    `The key ${id} is revoked already, since keyset ${chain.newest.number} or before.`,
  )
}
