import { createServer } from 'node:http'
import { createApp } from './app.js'
import type { ForgeConfig } from './config.js'
import { type AppContext, type ContextOverrides, createContext } from './context.js'
import { handleDelivery } from './delivery/delivery-handler.js'
import { openDeliveryPlane } from './delivery/delivery-plane.js'
import { type DrainServer, drainable } from './http/drain-server.js'
import { listen } from './http/listen.js'
import { Scheduler } from './jobs/scheduler.js'
import { LiveHub } from './live/live-hub.js'
import { renewHeads } from './publishing/freshness.js'
import { issueSetupCode } from './users/setup-service.js'

const STOP_GRACE_MS = 5_000

/** A running FORGE. */
export interface Forge {
  url: string
  port: number
  ctx: AppContext
  /** The one-time code for the first admin; undefined once there is one. */
  setupCode: string | undefined
  close: () => Promise<void>
}

/** Starts FORGE: database, jobs, HTTP and the sockets of LIVE instances. `close` may be called twice. */
export async function startForge(config: ForgeConfig, overrides: ContextOverrides = {}): Promise<Forge> {
  const ctx = await createContext(config, overrides)
  const plane = await openDeliveryPlane(ctx)
  const app = createApp(ctx)
  const server = createServer((req, res) => {
    if (!handleDelivery(plane, req, res)) app(req, res)
  })
  const drain = drainable(server)
  const hub = new LiveHub(ctx, plane)
  const jobs = new Scheduler([{ name: 'freshness', schedule: '*/10 * * * *', run: () => renewHeads(ctx) }], ctx.log)
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => (closing ??= stop({ drain, hub, jobs, ctx }))
  try {
    const port = await listen(server, config)
    hub.start(server)
    ctx.outbox.start((publicationId) => hub.announce(publicationId))
    jobs.start()
    return { url: `http://localhost:${port}`, port, ctx, setupCode: await issueSetupCode(ctx), close }
  } catch (error) {
    await close()
    throw error
  }
}

interface Running {
  drain: DrainServer
  hub: LiveHub
  jobs: Scheduler
  ctx: AppContext
}

async function stop({ drain, hub, jobs, ctx }: Running): Promise<void> {
  const drained = drain(STOP_GRACE_MS)
  await jobs.close()
  await ctx.outbox.close()
  await hub.close()
  await drained
  await ctx.close()
}
