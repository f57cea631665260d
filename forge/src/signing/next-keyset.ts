import type { Keyset } from '@anvil/shared'
import type { KeyPair } from '@anvil/shared/bundle'

const YEAR_MS = 365 * 24 * 60 * 60 * 1000

/** What the keyset after another changes; what is not named stays. */
export interface KeysetChange {
  /** A signing key to trust from now on. */
  add?: ListedSigningKey | undefined
  /** The id of a signing key that nobody must trust any more. The epoch rises with it. */
  revoke?: string | undefined
  /** The one root key from now on. */
  root?: { id: string; public_key: string } | undefined
}

type ListedSigningKey = Keyset['signing_keys'][number]

/** How a new signing key is listed: it may sign for a year. */
export function listSigningKey({ id, publicKey }: Pick<KeyPair, 'id' | 'publicKey'>, now: Date): ListedSigningKey {
  return { id, public_key: publicKey, not_after: new Date(now.getTime() + YEAR_MS).toISOString() }
}

/**
 * The keyset that follows another. Keys that have ended are left out. Revoking a key raises the epoch: whoever stole it
 * may have signed any sequence, and no sequence of an older epoch stands above one of the new epoch.
 */
export function nextKeyset(previous: Keyset, { add, revoke, root }: KeysetChange, now: Date): Keyset {
  const kept = previous.signing_keys.filter(
    ({ id, not_after }) => id !== revoke && Date.parse(not_after) > now.getTime(),
  )
  return {
    ...previous,
    number: previous.number + 1,
    epoch: previous.epoch + (revoke === undefined ? 0 : 1),
    issued_at: now.toISOString(),
    roots: root ? [root] : previous.roots,
    signing_keys: [...kept, ...(add ? [add] : [])],
    revoked: [...previous.revoked, ...(revoke === undefined ? [] : [revoke])],
  }
}
