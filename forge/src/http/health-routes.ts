import type { Health, Readiness } from '@anvil/shared/api'
import { Router } from 'express'
import type { AppContext } from '../context.js'
import { databaseState } from '../db/database-state.js'
import { daysUntil, WARN_DAYS } from '../signing/key-list.js'
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
  const database = await databaseState(ctx.asActor)
  const keys = keysOf(ctx)
  const isReady = database === 'ok' && keys !== 'expired'
  const status = ctx.shutdown.begun ? 'stopping' : isReady ? 'ready' : 'not_ready'
  return { status, database, keys, version: VERSION }
}

function keysOf({ signing: { notAfter }, now }: AppContext): Readiness['keys'] {
  if (!notAfter || notAfter <= now()) return 'expired'
  return daysUntil(notAfter, now()) < WARN_DAYS ? 'ending' : 'ok'
}
