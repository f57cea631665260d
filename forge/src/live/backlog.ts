import { LIMITS } from '@anvil/shared'
import type { Socket } from 'socket.io'

/** A socket of an instance or of a page. */
type WatchedSocket = Pick<Socket, 'conn'>

const waiting = new WeakMap<WatchedSocket, number>()

/** Counts what waits to be sent to a socket, and cuts it where that is more than it may hold back. */
export function watchBacklog(socket: WatchedSocket): void {
  socket.conn.on('packetCreate', ({ data }: { data?: unknown }) => {
    const before = waiting.get(socket) ?? 0
    if (before > LIMITS.backlogBytes) socket.conn.close(true)
    waiting.set(socket, before + (typeof data === 'string' ? data.length : 0))
  })
  socket.conn.on('drain', () => waiting.set(socket, 0))
}

/** Whether so much waits to be sent to a socket that it gets no pushes and fetches for itself. */
export function isBackedUp(socket: WatchedSocket): boolean {
  return (waiting.get(socket) ?? 0) > LIMITS.backlogBytes
}
