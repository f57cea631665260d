import type { Keyset } from '../protocol/documents.js'
import { canonicalBytes } from './canonical.js'
import { sealEnvelope } from './envelope-seal.js'
import { readKeyset } from './keyset-document.js'
import type { KeyPair } from './keys.js'
import { KEYSET_DOCUMENT } from './signed-document.js'

/** Signs a keyset with its root keys, and the root keys of the one before it where they differ. */
export function sealKeyset(keyset: Keyset, rootKeys: readonly KeyPair[]): Uint8Array {
  const payload = canonicalBytes(keyset)
  readKeyset(payload)
  return sealEnvelope(KEYSET_DOCUMENT, payload, rootKeys)
}
