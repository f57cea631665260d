import type { BundledInclude, PromptSetStatus } from '@anvil/shared'
import type { PromptSet } from '@anvil/shared/api'

/** Names one prompt set in its project. */
export interface PromptSetKey {
  projectId: string
  promptSetId: string
}

export interface PromptSetRow {
  id: string
  project_id: string
  name: string
  slug: string
  description: string
  status: PromptSetStatus
  revision: number
  includes: Record<string, BundledInclude>
  locked_version_id: string | null
  locked_version: string | null
  prompt_count: number
  archived_at: Date | null
  created_at: Date
  updated_at: Date
}

/** A prompt set as its row is held by the transaction that changes it, with what only the server keeps. */
export interface DraftState {
  promptSet: PromptSet
  key: PromptSetKey
  /** The frozen texts of other sets; some may not be needed at the moment. */
  includes: Record<string, BundledInclude>
  lockedVersionId: string | null
}

export function toDraftState(row: PromptSetRow): DraftState {
  return {
    promptSet: toPromptSet(row),
    key: { projectId: row.project_id, promptSetId: row.id },
    includes: row.includes,
    lockedVersionId: row.locked_version_id,
  }
}

export function toPromptSet(row: PromptSetRow): PromptSet {
  const { includes: _includes, locked_version_id: _id, ...columns } = row
  return {
    ...columns,
    archived_at: row.archived_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }
}
