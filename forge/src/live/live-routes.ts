import { parse, Slug } from '@anvil/shared'
import { Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { getEnvironment } from '../projects/environment-store.js'
import { getProjectOf } from '../projects/project-store.js'
import { getPublicationIn } from '../publishing/publication-service.js'
import { deliveryOutcome } from './delivery-outcome.js'
import { listDeliveries, listInstances } from './instance-reads.js'

const BASE = '/projects/:projectId/environments/:environment'
const EnvironmentParams = z.object({ projectId: z.uuid(), environment: Slug })
const PublicationParams = EnvironmentParams.extend({ publicationId: z.uuid() })

/** The LIVE instances of an environment, and what they did with a publication. */
export function liveRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get(`${BASE}/instances`, async (req, res) => {
    const { projectId, environment } = parse(EnvironmentParams, req.params)
    const actor = actorOf(req)
    const instances = await ctx.asActor(actor, async (trx) => {
      await getProjectOf(trx, actor.id, projectId)
      return listInstances(trx, (await getEnvironment(trx, projectId, environment)).id, ctx.now())
    })
    res.json({ instances })
  })
  router.get(`${BASE}/publications/:publicationId/deliveries`, async (req, res) => {
    const place = parse(PublicationParams, req.params)
    const actor = actorOf(req)
    const deliveries = await ctx.asActor(actor, async (trx) => {
      await getPublicationIn(trx, actor, place)
      return listDeliveries(trx, place.publicationId)
    })
    res.json(deliveryOutcome(place.publicationId, deliveries))
  })
  return router
}
