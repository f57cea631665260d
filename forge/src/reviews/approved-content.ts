import { AnvilError, isolate, STATUS_MEANING } from '@anvil/shared'
import type { Person, Version } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import { getRequiredApprovals } from '../projects/required-approvals-store.js'
import type { DraftState } from '../prompt-sets/prompt-set-row.js'
import { findLatestLocked, findLockedByDigest } from '../versions/version-store.js'
import { listDraftAuthors } from './draft-author-store.js'
import { draftChanged, freezeDraft, readDraft } from './draft-state.js'

/** A content that can be approved: its digest, whose work is in it, and how many approvals it needs. */
export interface ApprovedContent {
  digest: string
  authors: Person[]
  required: number
  of: 'draft' | 'locked version'
  /** The locked version; undefined of a draft. */
  versionId?: string
}

/** The content of that digest, to be approved: the draft's in REVIEW, or a locked version's. */
export async function approvedContent(
  ctx: Pick<AppContext, 'now'>,
  trx: Knex.Transaction,
  draft: DraftState,
  digest: string,
): Promise<ApprovedContent> {
  const current = await currentContent(trx, draft)
  if (draft.promptSet.status === 'REVIEW' && current.digest === digest) {
    await freezeDraft(trx, draft, ctx.now())
    return current
  }
  const version = await findLockedByDigest(trx, draft.key, digest)
  if (version) return ofVersion(version)
  if (draft.promptSet.status === 'LIVE') throw notInReview(draft)
  throw draftChanged(current.digest, digest)
}

/** What a prompt set says now: its draft, or where none is open its last locked version. */
export async function currentContent(trx: Knex, draft: DraftState): Promise<ApprovedContent> {
  const locked = draft.promptSet.status === 'LOCKED' ? await findLatestLocked(trx, draft.key) : undefined
  if (locked) return ofVersion(locked)
  return {
    digest: (await readDraft(trx, draft)).digest,
    authors: await listDraftAuthors(trx, draft.key),
    required: await getRequiredApprovals(trx, draft.key.projectId),
    of: 'draft',
  }
}

function ofVersion({ id, content_digest, authors, required_approvals }: Version): ApprovedContent {
  return { digest: content_digest, authors, required: required_approvals, of: 'locked version', versionId: id }
}

function notInReview({ promptSet: { name, status } }: DraftState): AnvilError {
  return new AnvilError(
    'prompt_set.wrong_status',
    `${isolate(name)} is in ${status} status (${STATUS_MEANING[status]}). Request a review of it first, then it can be approved.`,
    { details: { status } },
  )
}
