import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { deleteOpenApprovals } from './approval-store.js'
import { noteReviewEvent } from './note-review-event.js'
import { findOpenReview } from './review-store.js'

/** Who took back what they had said of a prompt set. */
interface Withdrawal {
  actor: UserActor
  key: PromptSetKey
}

/** Notes in the history of the open review and in the trail that somebody approves a content no more. */
export async function noteWithdrawal(
  ctx: AppContext,
  trx: Knex.Transaction,
  { actor, key }: Withdrawal,
  contentDigest: string,
): Promise<void> {
  const review = await findOpenReview(trx, key)
  if (review) await noteReviewEvent(ctx, trx, { actor, review }, { kind: 'approval_withdrawn', contentDigest })
  await insertAuditEntry(trx, actor, ctx.now(), {
    projectId: key.projectId,
    action: 'approval.withdrawn',
    target: key.promptSetId,
    details: { content_digest: contentDigest },
  })
}

/** Takes back what somebody approved of a draft, before any edit of it too: they want it otherwise. */
export async function withdrawOpenApprovals(
  ctx: AppContext,
  trx: Knex.Transaction,
  { actor, key }: Withdrawal,
  contentDigest: string,
): Promise<void> {
  const digests = await deleteOpenApprovals(trx, key, contentDigest, actor.id)
  for (const digest of digests) await noteWithdrawal(ctx, trx, { actor, key }, digest)
}
