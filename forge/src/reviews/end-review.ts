import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { Move } from './move.js'
import { noteReviewEvent } from './note-review-event.js'
import { closeReview, findOpenReview } from './review-store.js'

/** Ends the review that is open, if one is, by what its draft became; `version` is the one that it is locked at since. */
export async function endReview(
  ctx: AppContext,
  trx: Knex.Transaction,
  { actor, draft, input }: Move,
  { outcome, version }: { outcome: 'locked' | 'withdrawn' | 'discarded'; version?: string },
): Promise<void> {
  const review = await findOpenReview(trx, draft.key)
  if (!review) return
  const details = version === undefined ? {} : { version }
  await noteReviewEvent(ctx, trx, { actor, review }, { kind: outcome, body: input.note, details })
  await closeReview(trx, review, outcome, ctx.now())
}
