import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { AnvilError } from '@anvil/shared'
import { createApp } from './app.js'
import type { ForgeConfig } from './config.js'
import { type AppContext, type ContextOverrides, createContext } from './context.js'
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
  const server = createServer(createApp(ctx))
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => (closing ??= stop(server, ctx))
  try {
    const port = await listen(server, config)
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

async function stop(server: Server, ctx: AppContext): Promise<void> {
  if (server.listening) {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  await ctx.close()
}
