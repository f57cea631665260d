import { AnvilError, isolate } from '@anvil/shared'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import { updatePromptSet } from '../prompt-sets/prompt-set-store.js'
import { freezeDraft } from './draft-state.js'
import { auditMove, type Move } from './move.js'
import { closeReview, insertReview } from './review-store.js'

/** LIVE → REVIEW: freezes the included texts with the draft and opens a review of exactly this content. */
export async function requestReview(ctx: AppContext, trx: Knex.Transaction, move: Move): Promise<null> {
  const { actor, draft, input } = move
  const { key, promptSet } = draft
  if (promptSet.prompt_count === 0) {
    throw new AnvilError(
      'prompt_set.empty',
      `${isolate(promptSet.name)} has no prompts. Write one before you ask for a review.`,
    )
  }
  const at = ctx.now()
  const { digest } = await freezeDraft(trx, draft, at)
  const id = ctx.newId()
  await insertReview(trx, { id, key, requestedBy: actor.id, contentDigest: digest, note: input.note, at })
  await updatePromptSet(trx, key, at, { status: 'REVIEW' })
  await auditMove(ctx, trx, move, { action: 'review.requested', details: { content_digest: digest } })
  return null
}

/** REVIEW → LIVE: the draft goes on being written. */
export async function withdrawReview(ctx: AppContext, trx: Knex.Transaction, move: Move): Promise<null> {
  const { key } = move.draft
  await closeReview(trx, key, 'withdrawn', ctx.now())
  await updatePromptSet(trx, key, ctx.now(), { status: 'LIVE' })
  await auditMove(ctx, trx, move, { action: 'review.withdrawn' })
  return null
}
