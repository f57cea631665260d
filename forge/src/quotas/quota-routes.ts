import { parse } from '@anvil/shared'
import { Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { readQuotas } from './quota-service.js'

const OrganisationParams = z.object({ organisationId: z.uuid() })

/** How much an organisation has and may have. */
export function quotaRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get('/organisations/:organisationId/quotas', async (req, res) => {
    const { organisationId } = parse(OrganisationParams, req.params)
    res.json({ quotas: await readQuotas(ctx, actorOf(req), organisationId) })
  })
  return router
}
