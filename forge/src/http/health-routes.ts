import type { Health, Readiness } from '@anvil/shared/api'
import { Router } from 'express'
import type { AppContext } from '../context.js'
import { VERSION } from '../version.js'

/** `/healthz`: the process answers. `/readyz`: it can reach its database and sign manifests too. */
export function healthRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get('/healthz', (_req, res) => {
    const health: Health = { status: 'ok' }
    res.json(health)
  })
  router.get('/readyz', async (_req, res) => {
    const readiness = await readinessOf(ctx)
    res.status(readiness.status === 'ready' ? 200 : 503).json(readiness)
  })
  return router
}

async function readinessOf(ctx: AppContext): Promise<Readiness> {
  const database = await ctx.db.raw('SELECT 1').then(
    () => 'ok' as const,
    () => 'unreachable' as const,
  )
  const keys = ctx.now() < ctx.signing.notAfter ? 'ok' : 'expired'
  const status = database === 'ok' && keys === 'ok' ? 'ready' : 'not_ready'
  return { status, database, keys, version: VERSION }
}
