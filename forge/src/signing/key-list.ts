import type { Knex } from 'knex'
import { type HeldKeys, isRequested, readHeldKeys, signerOf } from './held-keys.js'
import type { StoredKey } from './signing-store.js'

const DAY_MS = 24 * 60 * 60 * 1000

/** From how many days before a signing key's end on FORGE warns of it. */
export const WARN_DAYS = 60

/**
 * How a key stands: it signs, or is trusted beside the one that does; it is revoked, has ended, is in no keyset any more
 * or in none yet; or it is the root key, on this server or away from it, or one that was.
 */
export type KeyState = 'signing' | 'trusted' | 'revoked' | 'ended' | 'retired' | 'requested' | 'root' | 'root-offline'

/** A key as it is shown to the operator; nothing in it is secret. */
export interface ListedKey {
  id: string
  role: 'root' | 'signing'
  state: KeyState
  not_after: string | null
  days_left: number | null
}

/** How all keys of this FORGE stand, the oldest first. */
export async function listKeyStates(db: Knex, now: Date): Promise<ListedKey[]> {
  const held = await readHeldKeys(db)
  const signer = signerOf(held)
  return held.stored.map((key) => ({
    id: key.id,
    role: key.role,
    state: key.role === 'root' ? rootState(held, key) : signingState(held, { key, signer, now }),
    not_after: key.not_after?.toISOString() ?? null,
    days_left: key.not_after && daysUntil(key.not_after, now),
  }))
}

/** Whole days until a time; negative once it has passed. */
export function daysUntil(end: Date, now: Date): number {
  return Math.floor((end.getTime() - now.getTime()) / DAY_MS)
}

function rootState({ chain }: HeldKeys, key: StoredKey): KeyState {
  if (!chain.newest.roots.some(({ id }) => id === key.id)) return 'retired'
  return key.private_key_encrypted ? 'root' : 'root-offline'
}

function signingState(
  held: HeldKeys,
  { key, signer, now }: { key: StoredKey; signer: string | undefined; now: Date },
): KeyState {
  const { chain } = held
  if (chain.newest.revoked.includes(key.id)) return 'revoked'
  if (key.not_after && key.not_after <= now) return 'ended'
  if (key.id === signer) return 'signing'
  if (chain.newest.signing_keys.some(({ id }) => id === key.id)) return 'trusted'
  return isRequested(held, key) ? 'requested' : 'retired'
}
