import type { ErrorCode } from '../errors.js'
import { LIMITS } from '../protocol/limits.js'

/** One of the documents that travel in a signed envelope: its payload type, its limit in bytes, and its refusals. */
export interface SignedDocument {
  name: string
  payloadType: string
  maxPayloadBytes: number
  malformed: ErrorCode
  tooLarge: ErrorCode
  badSignature: ErrorCode
}

export const MANIFEST_DOCUMENT: SignedDocument = {
  name: 'The manifest',
  payloadType: 'application/vnd.anvil.manifest.v1+json',
  maxPayloadBytes: LIMITS.manifestPayloadBytes,
  malformed: 'manifest.malformed',
  tooLarge: 'manifest.too_large',
  badSignature: 'manifest.bad_signature',
}

export const KEYSET_DOCUMENT: SignedDocument = {
  name: 'The keyset',
  payloadType: 'application/vnd.anvil.keyset.v1+json',
  maxPayloadBytes: LIMITS.keysetPayloadBytes,
  malformed: 'keyset.malformed',
  tooLarge: 'keyset.too_large',
  badSignature: 'keyset.bad_signature',
}
