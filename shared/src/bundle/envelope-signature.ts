import { AnvilError } from '../errors.js'
import { isSignedBy } from './ed25519.js'
import type { OpenedEnvelope } from './envelope-read.js'
import { preAuthEncoding } from './pae.js'
import type { SignedDocument } from './signed-document.js'

/** A public key under its id, as keysets list them. */
export interface ListedKey {
  id: string
  public_key: string
}

/** Which of these keys signed the envelope. A signature that names one of them and is not by it refuses the whole document. */
export function verifiedSigners(
  envelope: OpenedEnvelope,
  document: SignedDocument,
  keys: readonly ListedKey[],
): ReadonlySet<string> {
  const signed = preAuthEncoding(document.payloadType, envelope.payload)
  const signers = new Set<string>()
  for (const key of keys) {
    const signature = envelope.signatures.get(key.id)
    if (!signature || signers.has(key.id)) continue
    if (!isSignedBy(signed, signature, key.public_key)) throw badSignature(document, key.id)
    signers.add(key.id)
  }
  return signers
}

function badSignature(document: SignedDocument, keyId: string): AnvilError {
  return new AnvilError(
    document.badSignature,
    `${document.name} is not what the key ${keyId} signed. It was altered on the way, or somebody else made it.`,
    { details: { key_id: keyId } },
  )
}
