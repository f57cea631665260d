import { createApp } from './app.js'
import type { ForgeConfig } from './config.js'
import { type ForgeContext, type ContextOverrides, createContext } from './context.js'
import { warnOfNeighbours } from './db/role-neighbours.js'
import { EventHub } from './events/event-hub.js'
import { handleDelivery } from './delivery/delivery-handler.js'
import { openDeliveryPlane } from './delivery/delivery-plane.js'
import { basePathOf, takeOffBasePath } from './http/base-path.js'
import { Certificate } from './http/certificate.js'
import { type DrainServer, drainable } from './http/drain-server.js'
import { listen } from './http/listen.js'
import { createWebServer } from './http/web-server.js'
import { type Job, Scheduler } from './jobs/scheduler.js'
import { within } from './jobs/within.js'
import { forgetDeliveries } from './live/forget-deliveries.js'
import { forgetInstances } from './live/forget-instances.js'
import { LiveHub } from './live/live-hub.js'
import { collectDefaultMetrics } from 'prom-client'
import { renewHeads } from './publishing/freshness.js'
import { KeyWatch } from './signing/key-watch.js'
import { warnOfEnd } from './signing/warn-of-end.js'
import { issueSetupCode } from './users/setup-service.js'
import { forgetOldAttempts } from './users/forget-old-attempts.js'
import { forgetOldSessions } from './users/forget-old-sessions.js'

// What a stop may take beyond its grace, where even the database does not answer.
const CUT_MS = 2_000

/** A running FORGE. */
export interface Forge {
  url: string
  port: number
  ctx: ForgeContext
  /** The one-time code for the first admin; undefined once there is one. */
  setupCode: string | undefined
  close: () => Promise<void>
}

/** Starts FORGE: database, jobs, HTTP and the sockets of LIVE instances. `close` may be called twice. */
export async function startForge(config: ForgeConfig, overrides: ContextOverrides = {}): Promise<Forge> {
  const certificate = config.tls && (await Certificate.open(config.tls))
  const ctx = await createContext(config, overrides)
  await warnOfNeighbours(ctx)
  const plane = await openDeliveryPlane(ctx)
  const app = createApp(ctx)
  const basePath = basePathOf(config.publicUrl)
  const server = createWebServer(certificate, (req, res) => {
    takeOffBasePath(req, basePath)
    if (ctx.shutdown.begun) res.setHeader('Connection', 'close')
    if (!handleDelivery(plane, req, res)) app(req, res)
  })
  server.on('upgrade', (req) => takeOffBasePath(req, basePath))
  const drain = drainable(server)
  const hub = new LiveHub(ctx, plane)
  const events = new EventHub(ctx)
  const keys = new KeyWatch(ctx)
  const jobs = new Scheduler(jobsOf(ctx, certificate), ctx.log)
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => (closing ??= stop({ drain, hub, events, keys, jobs, ctx }))
  try {
    const port = await listen(server, config)
    hub.start(server)
    events.start(server)
    ctx.outbox.start((publicationId) => hub.announce(publicationId))
    collectDefaultMetrics({ register: ctx.metrics.registry })
    ctx.metrics.watch(ctx.db)
    keys.start()
    ctx.trail.start()
    jobs.start()
    const url = `${certificate ? 'https' : 'http'}://localhost:${port}`
    return { url, port, ctx, setupCode: await issueSetupCode(ctx), close }
  } catch (error) {
    await close()
    throw error
  }
}

interface Running {
  drain: DrainServer
  hub: LiveHub
  events: EventHub
  keys: KeyWatch
  jobs: Scheduler
  ctx: ForgeContext
}

/** Stops, and waits for it no longer than it may take. */
async function stop(running: Running): Promise<void> {
  const { log, config } = running.ctx
  const finished = finish(running).then(() => true)
  if (await within(config.stopGraceMs + CUT_MS, finished)) return
  finished.catch((err: unknown) => log.error({ err }, 'what FORGE was waiting for when it ended failed'))
  log.error('FORGE ends without waiting for its database any longer. What is stored goes on at the next start')
}

/**
 * Finishes in an order in which nothing is lost: what was begun is finished, what is stored and not announced yet is left to
 * the next start or another node, sockets are sent away, and only then nobody is listened to any more.
 */
async function finish({ drain, hub, events, keys, jobs, ctx }: Running): Promise<void> {
  const { log, shutdown, config } = ctx
  const end = performance.now() + config.stopGraceMs
  const left = (): number => Math.max(0, end - performance.now())
  shutdown.begin()
  log.info('FORGE is stopping')
  await jobs.close()
  await keys.close()
  await within(left(), shutdown.idle())
  await ctx.outbox.close()
  await events.close()
  await hub.close(left())
  await drain(left())
  await ctx.trail.close()
  await ctx.close()
}

function jobsOf(ctx: ForgeContext, certificate: Certificate | undefined): Job[] {
  return [
    ...(certificate ? [{ name: 'certificate', schedule: '* * * * *', run: () => certificate.refresh() }] : []),
    { name: 'freshness', schedule: '*/10 * * * *', run: () => renewHeads(ctx) },
    { name: 'old-attempts', schedule: '30 3 * * *', run: () => forgetOldAttempts(ctx) },
    { name: 'old-sessions', schedule: '35 3 * * *', run: () => forgetOldSessions(ctx) },
    { name: 'old-deliveries', schedule: '50 3 * * *', run: () => forgetDeliveries(ctx) },
    { name: 'silent-instances', schedule: '0 4 * * *', run: () => forgetInstances(ctx) },
    { name: 'audit-checkpoints', schedule: '*/10 * * * *', run: () => ctx.trail.checkpoint() },
    { name: 'key-end', schedule: '0 9 * * *', run: () => warnOfEnd(ctx) },
  ]
}
