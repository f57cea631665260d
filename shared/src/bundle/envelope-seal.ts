import { AnvilError } from '../errors.js'
import { encodeBase64 } from './base64.js'
import { canonicalBytes } from './canonical.js'
import { signBytes } from './ed25519.js'
import type { KeyPair } from './keys.js'
import { preAuthEncoding } from './pae.js'
import type { SignedDocument } from './signed-document.js'

/** Signs a payload with each of the keys and returns the envelope's bytes, canonical JSON. */
export function sealEnvelope(document: SignedDocument, payload: Uint8Array, keys: readonly KeyPair[]): Uint8Array {
  if (payload.length > document.maxPayloadBytes) {
    throw new AnvilError(
      document.tooLarge,
      `${document.name} has ${payload.length} bytes; at most ${document.maxPayloadBytes} can be sent.`,
    )
  }
  const signed = preAuthEncoding(document.payloadType, payload)
  const signatures = keys.map((key) => ({ keyid: key.id, sig: encodeBase64(signBytes(signed, key.privateKey)) }))
  return canonicalBytes({ payloadType: document.payloadType, payload: encodeBase64(payload), signatures })
}
