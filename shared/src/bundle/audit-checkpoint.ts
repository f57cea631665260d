import { AnvilError } from '../errors.js'
import { canonicalBytes } from './canonical.js'
import { HEX_64, timestamp } from './document-shapes.js'
import { readEnvelope } from './envelope-read.js'
import { sealEnvelope } from './envelope-seal.js'
import { verifiedSigners } from './envelope-signature.js'
import type { KeysetChain } from './keyset-chain.js'
import type { KeyPair } from './keys.js'
import { anyText, exactly, objectOf, requireShape, shape, wholeFrom } from './shape.js'
import type { SignedDocument } from './signed-document.js'
import { parseStrict } from './strict-json.js'

/** What FORGE signs of an audit trail: that its entry `seq` had this hash. */
export interface AuditCheckpoint {
  format: 1
  forge_id: string
  keyset: number
  chain: string
  seq: number
  hash: string
  issued_at: string
}

/** A checkpoint whose signature is by a key of the pinned keysets; `revoked` where that key was revoked since. */
export interface OpenedCheckpoint extends AuditCheckpoint {
  revoked: boolean
}

const CHECKPOINT_DOCUMENT: SignedDocument = {
  name: 'The checkpoint',
  payloadType: 'application/vnd.anvil.audit-checkpoint.v1+json',
  maxPayloadBytes: 4096,
  malformed: 'audit_export.malformed',
  tooLarge: 'audit_export.malformed',
  badSignature: 'audit_export.unsigned',
}

const CHECKPOINT = shape<AuditCheckpoint>(
  objectOf(
    {
      format: exactly(1),
      forge_id: anyText,
      keyset: wholeFrom(1),
      chain: anyText,
      seq: wholeFrom(1),
      hash: HEX_64,
      issued_at: timestamp,
    },
    true,
  ),
)

/** Signs a checkpoint of an audit trail. */
export function sealAuditCheckpoint(checkpoint: AuditCheckpoint, key: KeyPair): Uint8Array {
  return sealEnvelope(CHECKPOINT_DOCUMENT, canonicalBytes(checkpoint), [key])
}

/** Opens a checkpoint; throws `audit_export.unsigned` where no key of these keysets signed it in its time. */
export function openAuditCheckpoint(bytes: Uint8Array, keysets: KeysetChain): OpenedCheckpoint {
  const envelope = readEnvelope(bytes, CHECKPOINT_DOCUMENT)
  const keys = keysets.keysets.flatMap(({ signing_keys }) => signing_keys)
  const signers = verifiedSigners(envelope, CHECKPOINT_DOCUMENT, keys)
  const parsed = parseStrict(envelope.payload, { maxBytes: CHECKPOINT_DOCUMENT.maxPayloadBytes })
  const checkpoint = requireShape(CHECKPOINT, parsed)
  const key = keys.find(({ id }) => signers.has(id))
  if (!key) throw unsigned(checkpoint, 'is signed by no key of this FORGE')
  if (checkpoint.forge_id !== keysets.forge_id) throw unsigned(checkpoint, 'is of another FORGE')
  if (Date.parse(checkpoint.issued_at) > Date.parse(key.not_after))
    throw unsigned(checkpoint, `was signed after its key ${key.id} had ended`)
  return { ...checkpoint, revoked: keysets.newest.revoked.includes(key.id) }
}

function unsigned({ seq }: AuditCheckpoint, why: string): AnvilError {
  return new AnvilError('audit_export.unsigned', `The checkpoint of entry ${seq} ${why}, so it proves nothing.`, {
    details: { seq },
  })
}
