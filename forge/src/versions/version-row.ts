import type { VersionKind } from '@anvil/shared'
import type { CountedApproval, Person, UsedWaiver, Version } from '@anvil/shared/api'

export interface VersionRow {
  id: string
  prompt_set_id: string
  version: string
  kind: VersionKind
  content_digest: string
  sha256: string
  bytes_length: number
  gzip_length: number
  prompt_count: number
  required_approvals: number
  approvals: CountedApproval[]
  authors: Person[]
  policy_number: number
  waivers: UsedWaiver[]
  note: string
  created_by: string | null
  created_by_name: string | null
  created_at: Date
  archived_at: Date | null
}

export function toVersion(row: VersionRow): Version {
  const { bytes_length, gzip_length, created_by_name, ...columns } = row
  return {
    ...columns,
    bytes: bytes_length,
    gzip_bytes: gzip_length,
    created_by: row.created_by === null ? null : { id: row.created_by, name: created_by_name ?? '' },
    created_at: row.created_at.toISOString(),
    archived_at: row.archived_at?.toISOString() ?? null,
  }
}
