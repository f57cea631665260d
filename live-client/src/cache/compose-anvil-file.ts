import { canonicalBytes } from '@anvil/shared/open'
import { START, TAIL } from './carve-anvil-file.js'
import type { StoredState } from './state-cache.js'

/** Puts a `*.anvil` file together from documents that were verified before, in its canonical form. */
export function composeAnvilFile(state: StoredState): Uint8Array[] {
  const digests = [...state.bundles.keys()].sort()
  const bundles = digests.flatMap((digest, at) => [
    Buffer.from(`${at === 0 ? '' : ','}"${digest}":`),
    state.bundles.get(digest) ?? new Uint8Array(),
  ])
  const keysets = state.keysets.flatMap((keyset, at) => [Buffer.from(at === 0 ? '' : ','), canonical(keyset)])
  const manifest = [Buffer.from('],"manifest":'), canonical(state.manifest), Buffer.from('}')]
  return [START, ...bundles, TAIL, ...keysets, ...manifest]
}

const canonical = (envelope: Uint8Array): Uint8Array => canonicalBytes(JSON.parse(Buffer.from(envelope).toString()))
