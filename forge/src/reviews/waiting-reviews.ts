import type { WaitingReview } from '@anvil/shared/api'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { listWaiting } from './waiting-review-store.js'

/** The reviews that wait for a person, over all projects in which they may review, those first that wait longest. */
export async function listWaitingReviews(ctx: AppContext, actor: UserActor): Promise<WaitingReview[]> {
  return ctx.asActor(actor, (trx) => listWaiting(trx, actor, ctx.now()))
}
