import { AnvilError, isolate } from '@anvil/shared'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import { passPolicy } from '../policy/pass-policy.js'
import { updatePromptSet } from '../prompt-sets/prompt-set-store.js'
import { freezeDraft } from './draft-state.js'
import { askPeople } from './ask-people.js'
import { endReview } from './end-review.js'
import { auditMove, type Move } from './move.js'
import { revivedOf } from './note-review-edit.js'
import { noteReviewEvent } from './note-review-event.js'
import { findOpenReview, insertReview, updateReview } from './review-store.js'

/** LIVE → REVIEW: freezes the included texts with the draft and opens a review of exactly this content. */
export async function requestReview(ctx: AppContext, trx: Knex.Transaction, move: Move): Promise<null> {
  const { draft } = move
  const { key, promptSet } = draft
  if (promptSet.prompt_count === 0) {
    throw new AnvilError(
      'prompt_set.empty',
      `${isolate(promptSet.name)} has no prompts. Write one before you ask for a review.`,
    )
  }
  const at = ctx.now()
  const { content, digest } = await freezeDraft(trx, draft, at)
  await passPolicy(ctx, trx, key, { content })
  await openRound(ctx, trx, move, digest)
  await updatePromptSet(trx, key, at, { status: 'REVIEW' })
  await auditMove(ctx, trx, move, { action: 'review.requested', details: { content_digest: digest } })
  return null
}

/** Opens a review, or the next round of the one in which changes were requested. */
async function openRound(ctx: AppContext, trx: Knex.Transaction, move: Move, digest: string): Promise<void> {
  const { actor, draft, input } = move
  const open = await findOpenReview(trx, draft.key)
  const made = { id: ctx.newId(), key: draft.key, requestedBy: actor.id, contentDigest: digest }
  const review = open
    ? { ...open, round: open.round + 1 }
    : await insertReview(trx, { ...made, note: input.note, at: ctx.now() })
  if (open) await updateReview(trx, open, { current_digest: digest, round: review.round, note: input.note })
  const people = input.reviewers && (await askPeople(ctx, trx, review, input.reviewers))
  const revived = await revivedOf(ctx, trx, draft.key, digest)
  const details = { ...(people && { people }), revived }
  await noteReviewEvent(
    ctx,
    trx,
    { actor, review },
    { kind: 'requested', body: input.note, contentDigest: digest, details },
  )
}

/** REVIEW → LIVE: the draft goes on being written. */
export async function withdrawReview(ctx: AppContext, trx: Knex.Transaction, move: Move): Promise<null> {
  const { key } = move.draft
  await endReview(ctx, trx, move, { outcome: 'withdrawn' })
  await updatePromptSet(trx, key, ctx.now(), { status: 'LIVE' })
  await auditMove(ctx, trx, move, { action: 'review.withdrawn' })
  return null
}
