import { AnvilError } from '@anvil/shared'
import type { DismissInput, ReviewConversation } from '@anvil/shared/api'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { readConversation } from './conversation.js'
import { holdDraft } from './hold-draft.js'
import { noteReviewEvent, requireOpenReview } from './note-review-event.js'

/** Dismisses somebody's request for changes that stands, with a reason. */
export async function dismissVerdict(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  { event_id, reason }: DismissInput,
): Promise<ReviewConversation> {
  return ctx.asActor(actor, async (trx) => {
    const draft = await holdDraft(trx, actor, key, 'review.approve')
    const review = await requireOpenReview(trx, draft)
    const { standing } = await readConversation(trx, draft, review.id)
    const verdict = standing.find((each) => each.event_id === event_id)
    if (!verdict) {
      throw new AnvilError(
        'review.not_found',
        'No request for changes with this id stands in the open review. Read the review again.',
      )
    }
    const details = { event_id, people: [verdict.by] }
    await noteReviewEvent(ctx, trx, { actor, review }, { kind: 'dismissed', body: reason, details })
    await insertAuditEntry(trx, actor, ctx.now(), {
      projectId: key.projectId,
      action: 'review.verdict_dismissed',
      target: key.promptSetId,
      details: { reason, by: verdict.by.id },
    })
    return readConversation(trx, draft, review.id)
  })
}
