import { Router } from 'express'
import type { AppContext } from '../context.js'
import { VERSION } from '../version.js'

/** `/healthz`: the process answers. `/readyz`: it can reach its database too. */
export function healthRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' })
  })
  router.get('/readyz', async (_req, res) => {
    const database = await ctx.db.raw('SELECT 1').then(
      () => 'ok',
      () => 'unreachable',
    )
    const ready = database === 'ok'
    res.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not_ready', database, version: VERSION })
  })
  return router
}
