import { AnvilError } from '../errors.js'
import type { Keyset, Manifest } from '../protocol/documents.js'
import type { KeysetChain } from './keyset-chain.js'

/** How a key that signed stands with the newest keyset: listed there, listed only in an older one, revoked, or past its time. */
export type KeyStanding = 'current' | 'retired' | 'revoked' | 'expired'

type SigningKey = Keyset['signing_keys'][number]

/** Finds the key of this id in the chain, the newest keyset first; throws `manifest.unknown_key` where none lists it. */
export function findSigningKey(chain: KeysetChain, keyId: string): SigningKey {
  for (const keyset of chain.keysets.toReversed()) {
    const key = keyset.signing_keys.find(({ id }) => id === keyId)
    if (key) return key
  }
  if (chain.newest.revoked.includes(keyId)) throw keyRefusal('revoked', chain, keyId)
  throw keyRefusal('retired', chain, keyId)
}

/** How the key stands that signed a manifest; its time is judged by the manifest's `issued_at`, not by a clock. */
export function keyStanding(chain: KeysetChain, key: SigningKey, manifest: Manifest): KeyStanding {
  if (chain.newest.revoked.includes(key.id)) return 'revoked'
  if (!chain.newest.signing_keys.some(({ id }) => id === key.id)) return 'retired'
  return Date.parse(manifest.issued_at) > Date.parse(key.not_after) ? 'expired' : 'current'
}

const REFUSAL = {
  retired: ['manifest.unknown_key', 'is signed by a key that the newest keyset does not list'],
  revoked: ['manifest.revoked_key', 'is signed by a revoked key'],
  expired: ['manifest.revoked_key', 'was issued after its key had ended'],
} as const

/** The refusal of a candidate whose key is not in good standing. */
export function keyRefusal(standing: keyof typeof REFUSAL, chain: KeysetChain, keyId: string): AnvilError {
  const [code, what] = REFUSAL[standing]
  return new AnvilError(
    code,
    `The manifest ${what} (${keyId}). Keyset ${chain.newest.number} is the newest that is held.`,
    {
      details: { key_id: keyId, keyset: chain.newest.number },
    },
  )
}
