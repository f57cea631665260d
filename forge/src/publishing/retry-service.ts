import { AnvilError } from '@anvil/shared'
import type { RetryResult } from '@anvil/shared/api'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { requeueFailed } from '../live/failed-delivery-store.js'
import { updateHead } from './head-store.js'
import { announceAgain } from './outbox-store.js'
import { getPublicationIn, type PublicationPlace } from './publication-service.js'
import { openScene, type Scene, signAgain } from './publish-scene.js'

/**
 * Offers the publication that an environment runs once more to the instances that failed to take it. Its manifest is
 * signed anew, by which every node tells its sockets of it, and announced again for the receivers of pushes; an instance
 * that runs it stays as it is.
 */
export function retryPublication(ctx: AppContext, actor: UserActor, place: PublicationPlace): Promise<RetryResult> {
  const { publicationId } = place
  return ctx.shutdown.finish(async () => {
    const result = await ctx.asActor(actor, async (trx) => {
      const { sequence } = await getPublicationIn(trx, { actor, right: 'publication.publish' }, place)
      const scene = await openScene(ctx, { trx, actor, place, hold: true, right: 'publication.publish' })
      requireHead(scene, { id: publicationId, sequence })
      const counts = await requeueFailed(trx, publicationId, ctx.now())
      if (counts.asked > 0) await offerAgain(scene, counts)
      return { publication_id: publicationId, ...counts }
    })
    if (result.asked > 0) ctx.outbox.nudge()
    return result
  })
}

async function offerAgain(scene: Scene, counts: { asked: number; not_connected: number }): Promise<void> {
  const { ctx, trx, actor, projectId, organisationId, environment, head } = scene
  const { environment_id, project_id, publication_id } = head
  await updateHead(trx, { environment_id, project_id, publication_id }, await signAgain(scene))
  await announceAgain(trx, publication_id)
  await insertAuditEntry(trx, actor, ctx.now(), {
    organisationId,
    projectId,
    action: 'publication.retried',
    target: publication_id,
    details: { environment: environment.slug, sequence: head.sequence, ...counts },
  })
}

function requireHead({ environment, head }: Scene, asked: { id: string; sequence: number }): void {
  if (head.publication_id === asked.id) return
  throw new AnvilError(
    'publication.sequence_conflict',
    `The environment ${environment.slug} is at sequence ${head.sequence}, not ${asked.sequence}: somebody published in between. Instances are offered what it runs now. Look at that publication.`,
    { details: { environment: environment.slug, sequence: head.sequence, asked_sequence: asked.sequence } },
  )
}
