import { AnvilError } from '../errors.js'
import type { Envelope } from '../protocol/documents.js'
import { LIMITS } from '../protocol/limits.js'
import { decodeBase64 } from './base64.js'
import { ENVELOPE } from './document-shapes.js'
import { refuseAs } from './rethrow.js'
import { requireShape } from './shape.js'
import type { SignedDocument } from './signed-document.js'
import { parseStrict } from './strict-json.js'

/** An envelope taken apart; nothing in it is verified yet, and its payload is not parsed. */
export interface OpenedEnvelope {
  payload: Uint8Array
  signatures: ReadonlyMap<string, Uint8Array>
}

const SIGNATURE_BYTES = 64

/** Takes a DSSE envelope apart: size, exactly the known fields, the expected payload type, canonical base64. */
export function readEnvelope(bytes: Uint8Array, document: SignedDocument): OpenedEnvelope {
  if (bytes.length > LIMITS.envelopeBytes) throw tooLarge(document, 'envelope', LIMITS.envelopeBytes)
  const envelope = refuseAs(document.malformed, `${document.name}'s envelope`, () =>
    requireShape(ENVELOPE, parseStrict(bytes, { maxBytes: LIMITS.envelopeBytes })),
  )
  if (envelope.payloadType !== document.payloadType) {
    throw malformed(document, `is of another payload type than ${document.payloadType}`)
  }
  const payload = base64Bytes(envelope.payload, document)
  if (payload.length > document.maxPayloadBytes) throw tooLarge(document, 'payload', document.maxPayloadBytes)
  return { payload, signatures: readSignatures(envelope, document) }
}

function readSignatures(envelope: Envelope, document: SignedDocument): Map<string, Uint8Array> {
  const signatures = new Map<string, Uint8Array>()
  for (const { keyid, sig } of envelope.signatures) {
    const signature = base64Bytes(sig, document)
    if (signature.length !== SIGNATURE_BYTES) throw malformed(document, 'has a signature that is not 64 bytes')
    if (signatures.has(keyid)) throw malformed(document, `is signed twice by the key ${keyid}`)
    signatures.set(keyid, signature)
  }
  return signatures
}

function base64Bytes(text: string, document: SignedDocument): Uint8Array {
  const bytes = decodeBase64(text)
  if (!bytes) throw malformed(document, 'holds base64 that is not canonical')
  return bytes
}

function malformed(document: SignedDocument, how: string): AnvilError {
  return new AnvilError(document.malformed, `${document.name}'s envelope ${how}. It was altered on the way.`)
}

function tooLarge(document: SignedDocument, part: string, limit: number): AnvilError {
  return new AnvilError(document.tooLarge, `${document.name}'s ${part} is larger than ${limit} bytes and was refused.`)
}
