import type { Keyset } from '@anvil/shared'
import { sealAuditCheckpoint } from '@anvil/shared/bundle'
import { assertNotEnded, type SigningKey } from './sign-manifest.js'

/** The newest entry of an audit trail. */
export interface AuditHead {
  chain: string
  seq: number
  hash: string
}

/** Signs the head of an audit trail under a keyset; throws `signing_key.expired` where the key has ended by then. */
export function signCheckpoint(
  { chain, seq, hash }: AuditHead,
  { keyset, key, issuedAt }: { keyset: Keyset; key: SigningKey; issuedAt: Date },
): Buffer {
  assertNotEnded(key, issuedAt)
  const { forge_id, number } = keyset
  const issued_at = issuedAt.toISOString()
  return Buffer.from(sealAuditCheckpoint({ format: 1, forge_id, keyset: number, chain, seq, hash, issued_at }, key))
}
