import type { ForgeInfo } from '@anvil/shared/api'
import { Router } from 'express'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { VERSION } from '../version.js'

/** Who this FORGE is: what an application needs to trust it. */
export function forgeInfoRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get('/forge', (req, res) => {
    actorOf(req)
    const info: ForgeInfo = { forge_id: ctx.signing.forgeId, root_key: ctx.signing.rootKey, version: VERSION }
    res.json(info)
  })
  return router
}
