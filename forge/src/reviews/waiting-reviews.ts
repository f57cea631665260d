import { rolesMay } from '@anvil/shared'
import type { WaitingReview } from '@anvil/shared/api'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { listOwnProjects } from '../projects/own-project-store.js'
import { getProjectOf } from '../projects/project-store.js'
import { mayApproveOwn } from './counted-approvals.js'
import { listWaiting } from './waiting-review-store.js'

/** The reviews that wait for a person, over all projects in which they may review, those first that wait longest. */
export async function listWaitingReviews(ctx: AppContext, actor: UserActor): Promise<WaitingReview[]> {
  return ctx.asActor(actor, async (trx) => {
    const found: WaitingReview[] = []
    for (const { id, name } of await listOwnProjects(trx, actor)) {
      const { roles } = await getProjectOf(trx, actor, id, 'project.read')
      if (!rolesMay(roles, 'review.approve')) continue
      const isAlone = await mayApproveOwn(ctx, trx, id, actor.id)
      found.push(...(await listWaiting(trx, { id, name }, { userId: actor.id, isAlone })))
    }
    return found.toSorted((one, other) => one.since.localeCompare(other.since))
  })
}
