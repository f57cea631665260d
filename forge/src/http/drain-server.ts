import { once } from 'node:events'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'

const SWEEP_MS = 50

/** How a server is stopped: no new connections, answers under way are finished, and after `graceMs` all is cut. */
export type DrainServer = (graceMs: number) => Promise<void>

/** Watches a server's connections from the start, so that it can be stopped whatever they do. */
export function drainable(server: Server): DrainServer {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return async (graceMs) => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS)
    const cut = setTimeout(() => sockets.forEach((socket) => socket.destroy()), graceMs)
    await closed
    clearInterval(sweep)
    clearTimeout(cut)
  }
}
