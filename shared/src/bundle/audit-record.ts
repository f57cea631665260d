import { LIMITS } from '../protocol/limits.js'
import { canonicalText } from './canonical.js'
import { sha256Hex } from './digest.js'

/** An entry of an audit trail as it is sealed: all that it says, its place in its chain, and the hash of the one before. */
export interface AuditRecord {
  chain: string
  seq: number
  prev: string | null
  number: number
  organisation_id: string | null
  project_id: string | null
  actor: { kind: string; id: string; name: string | null }
  means: string | null
  address: string | null
  action: string
  target: string
  details: Record<string, unknown>
  request_id: string | null
  created_at: string
}

// The details of an entry were a JSON body of their own.
const DEPTH = LIMITS.jsonDepth + 4

/** The hash of an entry: SHA-256 of its canonical JSON. */
export function auditHash(record: AuditRecord): string {
  return sha256Hex(Buffer.from(canonicalText(record, DEPTH), 'utf8'))
}
