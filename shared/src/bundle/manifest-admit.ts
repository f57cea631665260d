import { AnvilError } from '../errors.js'
import { CLIENT_PROTOCOL } from '../protocol/limits.js'
import { compareWithFloor, type Floor, type Standing } from './manifest-floor.js'
import type { VerifiedManifest } from './manifest-open.js'

/** What a verified manifest is admitted by; `now` in milliseconds since 1970. */
export interface Admission {
  floor: Floor | null
  origin: 'network' | 'cache' | 'file'
  now: number
}

/** Judges a verified manifest by the floor, by what it asks of clients, and by its expiry, in this order. */
export function admitManifest(verified: VerifiedManifest, admission: Admission): Standing {
  const standing = compareWithFloor(verified, admission.floor)
  const { min_client, expires_at } = verified.manifest
  if (min_client > CLIENT_PROTOCOL) {
    throw new AnvilError(
      'client.too_old',
      `The manifest asks for clients that speak protocol ${min_client}; this one speaks ${CLIENT_PROTOCOL}. Update @anvil/live-client.`,
      { details: { min_client, client: CLIENT_PROTOCOL } },
    )
  }
  if (!admission.floor && admission.origin === 'network' && isExpired(verified, admission.now)) {
    throw new AnvilError(
      'manifest.expired',
      `The manifest expired at ${expires_at}, and this instance has recorded none to compare it with. Check FORGE and this machine's clock.`,
      { details: { expires_at } },
    )
  }
  return standing
}

/** Whether a manifest's freshness has run out: its state is STALE, and it is served all the same. */
export function isExpired({ manifest }: VerifiedManifest, now: number): boolean {
  return now > Date.parse(manifest.expires_at)
}
