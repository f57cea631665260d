import { once } from 'node:events'
import type { Server } from 'node:http'
import { AnvilError } from '@anvil/shared'

/** Begins to listen and returns the port; throws `port.taken` or `port.unusable` where that can't be. */
export async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    throw 'code' in cause && cause.code === 'EADDRINUSE'
      ? new AnvilError('port.taken', `Port ${port} is taken by another program. Stop it, or set PORT to a free one.`, {
          cause,
        })
      : new AnvilError(
          'port.unusable',
          `FORGE can't listen at ${host}:${port}: ${cause.message}. Check HOST and PORT.`,
          {
            cause,
          },
        )
  }
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}
