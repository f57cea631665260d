import { AnvilError, isolate } from '@anvil/shared'
import type { NewComment, ReviewConversation, SubmitReviewInput } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { z } from 'zod'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import type { DraftState, PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { updatePromptSet } from '../prompt-sets/prompt-set-store.js'
import { readConversation } from './conversation.js'
import { readDraft } from './draft-state.js'
import { type Given, giveApproval, notingApproval } from './give-approval.js'
import { holdDraft } from './hold-draft.js'
import { noteReviewEvent, requireOpenReview } from './note-review-event.js'
import { withdrawOpenApprovals } from './note-withdrawal.js'
import { requireQuoted } from './require-quoted.js'
import { requireRoom } from './require-room.js'
import { insertComments, type NewCommentRow } from './review-comment-store.js'
import type { OpenReview } from './review-store.js'

/** What somebody says of a draft, as it was read from their request. */
export type Submission = z.output<typeof SubmitReviewInput>

interface Submitting {
  actor: UserActor
  draft: DraftState
  review: OpenReview
  input: Submission
}

/** Takes gathered comments and what they come to as one review: all of it or nothing. */
export async function submitReview(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  input: Submission,
): Promise<ReviewConversation> {
  if (input.verdict !== 'approve') return submitNow(ctx, actor, key, input)
  return notingApproval(ctx, actor, { key, digest: input.content_digest }, () => submitNow(ctx, actor, key, input))
}

function submitNow(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  input: Submission,
): Promise<ReviewConversation> {
  return ctx.asActor(actor, async (trx) => {
    const right = input.verdict === 'comment' ? 'review.comment' : 'review.approve'
    const draft = await holdDraft(trx, actor, key, right)
    const review = await requireOpenReview(trx, draft)
    await requireQuoted(trx, draft, input)
    const submitting = { actor, draft, review, input }
    const given = await say(ctx, trx, submitting)
    const details = given ? { own_work: given.ownWork } : {}
    const { verdict: kind, body, content_digest: contentDigest } = input
    const eventId = await noteReviewEvent(ctx, trx, submitting, { kind, body, contentDigest, details })
    await insertComments(trx, review, rowsOf(ctx, submitting, eventId))
    await requireRoom(trx, review)
    if (!given?.isNew || input.comments.length > 0) {
      await insertAuditEntry(trx, actor, ctx.now(), {
        projectId: key.projectId,
        action: kind === 'request_changes' ? 'review.changes_requested' : 'review.commented',
        target: key.promptSetId,
        details: { content_digest: contentDigest, comments: input.comments.length },
      })
    }
    return readConversation(trx, draft, review.id)
  })
}

/** Does what the verdict says; answers the approval where it is one. */
async function say(ctx: AppContext, trx: Knex.Transaction, submitting: Submitting): Promise<Given | undefined> {
  const { actor, draft, input } = submitting
  const { verdict, content_digest: digest } = input
  if (verdict === 'approve') return giveApproval(ctx, trx, { actor, draft, digest })
  if (verdict === 'request_changes') await sendBack(ctx, trx, submitting)
  return undefined
}

/** REVIEW → LIVE: who asks for changes approves nothing of it; the review goes on, in its next round once it is requested again. */
async function sendBack(ctx: AppContext, trx: Knex.Transaction, { actor, draft }: Submitting): Promise<void> {
  const { key, promptSet } = draft
  if (promptSet.status !== 'REVIEW') {
    throw new AnvilError(
      'prompt_set.wrong_status',
      `Changes of ${isolate(promptSet.name)} are requested already, and it is being written. Send your words as a comment.`,
      { details: { status: promptSet.status } },
    )
  }
  await withdrawOpenApprovals(ctx, trx, { actor, key }, (await readDraft(trx, draft)).digest)
  await updatePromptSet(trx, key, ctx.now(), { status: 'LIVE' })
}

function rowsOf(ctx: AppContext, { actor, input }: Submitting, eventId: string): NewCommentRow[] {
  return input.comments.map((comment: NewComment) => {
    const id = ctx.newId()
    return { ...comment, id, threadId: id, eventId, userId: actor.id, byKey: actor.apiKey !== undefined, at: ctx.now() }
  })
}
