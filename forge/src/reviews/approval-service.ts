import { AnvilError } from '@anvil/shared'
import type { ApprovalList } from '@anvil/shared/api'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { getProjectOf } from '../projects/project-store.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { getPromptSetForShare } from '../prompt-sets/prompt-set-store.js'
import { deleteApproval } from './approval-store.js'
import { listApprovalsOf } from './approval-list.js'
import { currentContent } from './approved-content.js'
import { giveApproval, notingApproval } from './give-approval.js'
import { holdDraft } from './hold-draft.js'
import { noteReviewEvent } from './note-review-event.js'
import { noteWithdrawal } from './note-withdrawal.js'
import { findOpenReview } from './review-store.js'

/** Approves exactly one content: the draft's in review, or that of a locked version. A second time changes nothing. */
export async function approve(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  contentDigest: string,
): Promise<{ list: ApprovalList; isNew: boolean }> {
  return notingApproval(ctx, actor, { key, digest: contentDigest }, () => approveNow(ctx, actor, key, contentDigest))
}

function approveNow(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  contentDigest: string,
): Promise<{ list: ApprovalList; isNew: boolean }> {
  return ctx.asActor(actor, async (trx) => {
    const draft = await holdDraft(trx, actor, key, 'review.approve')
    const { content, isNew, ownWork } = await giveApproval(ctx, trx, { actor, draft, digest: contentDigest })
    const review = isNew ? await findOpenReview(trx, key) : undefined
    if (review) {
      const details = { own_work: ownWork }
      await noteReviewEvent(ctx, trx, { actor, review }, { kind: 'approve', contentDigest, details })
    }
    return { list: await listApprovalsOf(ctx, trx, key, content), isNew }
  })
}

/** How what the prompt set says now stands with its approvals. */
export async function readApprovals(ctx: AppContext, actor: UserActor, key: PromptSetKey): Promise<ApprovalList> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'project.read')
    const draft = await getPromptSetForShare(trx, key)
    return listApprovalsOf(ctx, trx, key, await currentContent(trx, draft))
  })
}

/** Takes back one's own approval of what the prompt set says now. */
export async function withdrawApproval(ctx: AppContext, actor: UserActor, key: PromptSetKey): Promise<void> {
  await ctx.asActor(actor, async (trx) => {
    const draft = await holdDraft(trx, actor, key, 'review.approve')
    const { digest } = await currentContent(trx, draft)
    if (!(await deleteApproval(trx, key, digest, actor.id))) {
      throw new AnvilError(
        'approval.not_found',
        'You have given no approval for what this prompt set says now, so there is none to take back.',
      )
    }
    await noteWithdrawal(ctx, trx, { actor, key }, digest)
  })
}
