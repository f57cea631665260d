import type { Manifest } from '../protocol/documents.js'
import { canonicalBytes } from './canonical.js'
import { sealEnvelope } from './envelope-seal.js'
import type { KeyPair } from './keys.js'
import { readManifest } from './manifest-document.js'
import { MANIFEST_DOCUMENT } from './signed-document.js'

/** Signs a manifest and returns its envelope's bytes; refuses one that no client would take. */
export function sealManifest(manifest: Manifest, signingKey: KeyPair): Uint8Array {
  const payload = canonicalBytes(manifest)
  const envelope = sealEnvelope(MANIFEST_DOCUMENT, payload, [signingKey])
  readManifest(payload)
  return envelope
}
