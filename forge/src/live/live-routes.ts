import { InstanceId, parse, Slug } from '@anvil/shared'
import { FleetFilter, FleetQuery, PastDeliveryQuery, SyncInput } from '@anvil/shared/api'
import { type Request, Router } from 'express'
import { z } from 'zod'
import { daysAgo } from '../config/retention.js'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { getPublicationIn } from '../publishing/publication-service.js'
import { deliveryOutcome } from './delivery-outcome.js'
import { type FleetAsk, readFleetPage, readFleetSummary, readInstance, readPastDeliveries } from './fleet-service.js'
import { listDeliveries } from './instance-reads.js'
import { askToSync, readSyncRequest } from './sync-service.js'

const BASE = '/projects/:projectId/environments/:environment'
const EnvironmentParams = z.object({ projectId: z.uuid(), environment: Slug })
const InstanceParams = z.object({ instanceId: InstanceId })
const SyncParams = z.object({ syncRequestId: z.uuid() })
const PublicationParams = EnvironmentParams.extend({ publicationId: z.uuid() })

/** The LIVE instances of an environment, and what they did with a publication. */
export function liveRoutes(ctx: AppContext): Router {
  const router = Router()
  const askOf = (req: Request): FleetAsk => ({ actor: actorOf(req), place: parse(EnvironmentParams, req.params) })
  const idOf = (req: Request): string => parse(InstanceParams, req.params).instanceId
  router.get(`${BASE}/instances`, async (req, res) => {
    res.json(await readFleetPage(ctx, askOf(req), parse(FleetQuery, req.query)))
  })
  router.get(`${BASE}/fleet`, async (req, res) => {
    res.json(await readFleetSummary(ctx, askOf(req), parse(FleetFilter, req.query)))
  })
  router.get(`${BASE}/instances/:instanceId`, async (req, res) => {
    res.json(await readInstance(ctx, askOf(req), idOf(req)))
  })
  router.get(`${BASE}/instances/:instanceId/deliveries`, async (req, res) => {
    const ask = { ...askOf(req), id: idOf(req) }
    res.json(await readPastDeliveries(ctx, ask, parse(PastDeliveryQuery, req.query)))
  })
  router.post(`${BASE}/sync-requests`, async (req, res) => {
    res.status(202).json(await askToSync(ctx, askOf(req), parse(SyncInput, req.body)))
  })
  router.get(`${BASE}/sync-requests/:syncRequestId`, async (req, res) => {
    res.json(await readSyncRequest(ctx, askOf(req), parse(SyncParams, req.params).syncRequestId))
  })
  router.get(`${BASE}/publications/:publicationId/deliveries`, async (req, res) => {
    const place = parse(PublicationParams, req.params)
    const actor = actorOf(req)
    const deliveries = await ctx.asActor(actor, async (trx) => {
      await getPublicationIn(trx, { actor, right: 'project.read' }, place)
      return listDeliveries(trx, place.publicationId)
    })
    res.json(deliveryOutcome(place.publicationId, deliveries, daysAgo(ctx.now(), ctx.config.retention.deliveryDays)))
  })
  return router
}
