import { z } from 'zod'

/** The status of a prompt set's draft: being written, waiting for approval, or production ready with no draft open. */
export const PromptSetStatus = z.enum(['LIVE', 'REVIEW', 'LOCKED'])
export type PromptSetStatus = z.infer<typeof PromptSetStatus>

/** What kind of snapshot a version is: locked for production, or a pre-release of a draft in review or being written. */
export const VersionKind = z.enum(['locked', 'review', 'live'])
export type VersionKind = z.infer<typeof VersionKind>

/** The verbs that move a prompt set from one status to another. */
export type StatusMove = 'request_review' | 'withdraw' | 'lock' | 'new_draft' | 'discard_draft'

const MOVES: Record<PromptSetStatus, Record<PromptSetStatus, readonly StatusMove[]>> = {
  LIVE: { LIVE: [], REVIEW: ['request_review'], LOCKED: ['discard_draft'] },
  REVIEW: { LIVE: ['withdraw'], REVIEW: [], LOCKED: ['lock', 'discard_draft'] },
  LOCKED: { LIVE: ['new_draft'], REVIEW: [], LOCKED: [] },
}

/** Which verbs lead from one status to another; none where the move is not allowed. */
export function statusMoves(from: PromptSetStatus, to: PromptSetStatus): readonly StatusMove[] {
  return MOVES[from][to]
}

/** One line for people about what each status means. */
export const STATUS_MEANING: Record<PromptSetStatus, string> = {
  LIVE: 'being written; every editor may change it',
  REVIEW: 'waiting for approval; an edit makes approvals void',
  LOCKED: 'production ready; nobody changes it until a new draft is opened',
}
