import type { Review } from '@anvil/shared/api'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { getProjectOf } from '../projects/project-store.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { getPromptSet } from '../prompt-sets/prompt-set-store.js'
import { listReviews } from './review-store.js'

/** The reviews that a prompt set has and had, newest first. */
export async function readReviews(ctx: AppContext, actor: UserActor, key: PromptSetKey): Promise<Review[]> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'project.read')
    await getPromptSet(trx, key)
    return listReviews(trx, key)
  })
}
