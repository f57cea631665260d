import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { AnvilError } from '@anvil/shared'
import { createApp } from './app.js'
import type { ForgeConfig } from './config.js'
import { type AppContext, type ContextOverrides, createContext } from './context.js'
import { handleDelivery } from './delivery/delivery-handler.js'
import { openDeliveryPlane } from './delivery/delivery-plane.js'
import { Scheduler } from './jobs/scheduler.js'
import { LiveHub } from './live/live-hub.js'
import { renewHeads } from './publishing/freshness.js'
import { issueSetupCode } from './users/setup-service.js'

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
  const hub = new LiveHub(ctx, plane)
  const jobs = new Scheduler([{ name: 'freshness', schedule: '*/10 * * * *', run: () => renewHeads(ctx) }], ctx.log)
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => (closing ??= stop({ server, hub, jobs, ctx }))
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

async function listen(server: Server, config: ForgeConfig): Promise<number> {
  server.listen(config.port, config.host)
  try {
    await once(server, 'listening')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE') {
      throw new AnvilError(
        'port.taken',
        `Port ${config.port} is taken by another program. Stop it, or set PORT to a free one.`,
        { cause },
      )
    }
    throw cause
  }
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : config.port
}

interface Running {
  server: Server
  hub: LiveHub
  jobs: Scheduler
  ctx: AppContext
}

async function stop({ server, hub, jobs, ctx }: Running): Promise<void> {
  await jobs.close()
  await ctx.outbox.close()
  await hub.close()
  if (server.listening) {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  await ctx.close()
}
