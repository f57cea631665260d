import { AnvilError, isolate } from '@anvil/shared'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import type { DraftState } from '../prompt-sets/prompt-set-row.js'
import { insertReviewEvent, type NewReviewEvent } from './review-event-store.js'
import { findOpenReview, type OpenReview } from './review-store.js'

/** The review that is open of a draft, which this transaction holds; throws `review.not_open`. */
export async function requireOpenReview(trx: Knex.Transaction, { key, promptSet }: DraftState): Promise<OpenReview> {
  const review = await findOpenReview(trx, key)
  if (review) return review
  throw new AnvilError(
    'review.not_open',
    `No review of ${isolate(promptSet.name)} is open, so nothing can be added to it. Request a review first.`,
  )
}

/** Adds to the history of a review what somebody did; answers the id of the event. */
export async function noteReviewEvent(
  ctx: AppContext,
  trx: Knex.Transaction,
  { actor, review }: { actor: Actor; review: OpenReview },
  event: Omit<NewReviewEvent, 'id' | 'userId' | 'at'>,
): Promise<string> {
  const id = ctx.newId()
  const userId = actor.kind === 'user' ? actor.id : null
  await insertReviewEvent(trx, review, { id, userId, at: ctx.now(), ...event })
  return id
}
