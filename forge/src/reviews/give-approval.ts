import { AnvilError, isolate } from '@anvil/shared'
import type { Knex } from 'knex'
import { ownWorkRefusal } from '../api-keys/own-work.js'
import { insertAuditEntry } from '../audit/audit-store.js'
import { notingRefusal } from '../audit/note-refusal.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { getProjectOf } from '../projects/project-store.js'
import type { DraftState, PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { includesWorkOfKeys } from './includes-work-of-keys.js'
import { getVersionBundle } from '../versions/version-bytes-store.js'
import { insertApproval } from './approval-store.js'
import { type ApprovedContent, approvedContent } from './approved-content.js'
import { mayApproveOwn } from './counted-approvals.js'
import { readDraft } from './draft-state.js'
import { findOpenReview, updateReview } from './review-store.js'

/** Who approves what, in the transaction that holds the draft. */
export interface Approving {
  actor: UserActor
  draft: DraftState
  digest: string
}

/** An approval that is stored; `isNew` where this person had not given it before. */
export interface Given {
  content: ApprovedContent
  isNew: boolean
  ownWork: boolean
}

/** Does something that approves a content, and has it in the trail where a rule refuses that. */
export async function notingApproval<T>(
  ctx: AppContext,
  actor: UserActor,
  { key, digest }: { key: PromptSetKey; digest: string },
  work: () => Promise<T>,
): Promise<T> {
  const details = { prompt_set_id: key.promptSetId, content_digest: digest }
  const attempt = { projectId: key.projectId, action: 'approval.refused', target: key.promptSetId, details } as const
  return notingRefusal(ctx, actor, attempt, work)
}

/** Approves exactly one content, and notes who did in the trail. */
export async function giveApproval(
  ctx: AppContext,
  trx: Knex.Transaction,
  { actor, draft, digest }: Approving,
): Promise<Given> {
  const { key } = draft
  const content = await approvedContent(ctx, trx, draft, digest)
  const own_work = content.authors.some((author) => author.id === actor.id)
  if (own_work && !(await mayApproveOwn(ctx, trx, key.projectId, actor.id))) throw ownWork(draft.promptSet.name)
  if (actor.apiKey && (own_work || (await includesOwn(trx, actor, draft, content))))
    await requireRelease(trx, actor, draft)
  const created_at = ctx.now()
  const proof = own_work ? { only_reviewer: actor.id, of_project: key.projectId } : null
  const approval = { id: ctx.newId(), content_digest: digest, user_id: actor.id, own_work, proof, created_at }
  await syncReview(trx, draft, digest)
  const isNew = await insertApproval(trx, key, approval)
  if (isNew) {
    await insertAuditEntry(trx, actor, created_at, {
      projectId: key.projectId,
      action: 'approval.given',
      target: key.promptSetId,
      details: { content_digest: digest, own_work },
    })
  }
  return { content, isNew, ownWork: own_work }
}

/** Whether a content includes what a key of the same owner wrote in another prompt set. */
async function includesOwn(
  trx: Knex.Transaction,
  { id }: UserActor,
  draft: DraftState,
  { versionId }: ApprovedContent,
): Promise<boolean> {
  const { includes } = versionId ? await getVersionBundle(trx, versionId) : (await readDraft(trx, draft)).content
  return includesWorkOfKeys(trx, { projectId: draft.key.projectId, userId: id }, includes)
}

/** Lets an API key approve what its owner's keys wrote where the project and its scopes allow that. */
async function requireRelease(trx: Knex.Transaction, actor: UserActor, { key, promptSet }: DraftState): Promise<void> {
  const project = await getProjectOf(trx, actor, key.projectId, 'review.approve')
  const refusal = ownWorkRefusal(actor, project, `approve ${isolate(promptSet.name)}`)
  if (refusal) throw refusal
}

/** A review that was open before reviews knew their content learns it by the first approval. */
async function syncReview(trx: Knex.Transaction, { key, promptSet }: DraftState, digest: string): Promise<void> {
  const review = promptSet.status === 'REVIEW' ? await findOpenReview(trx, key) : undefined
  if (review && review.current_digest !== digest) await updateReview(trx, review, { current_digest: digest })
}

function ownWork(name: string): AnvilError {
  return new AnvilError(
    'approval.own_work',
    `Your own work is in this draft of ${isolate(name)}, so somebody else has to approve it.`,
  )
}
