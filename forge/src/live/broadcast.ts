import { setImmediate } from 'node:timers/promises'
import { isBackedUp } from './backlog.js'
import type { LiveServer, LiveSocket } from './live-socket.js'

const FIRST_SHARD_SOCKETS = 32
const SHARD_MS = 5

/**
 * Sends one text to many sockets, encoded once a shard, and frees the event loop after each; a shard is as large as
 * this machine sends in a few milliseconds. Stops where `isOver` says so. Returns the sockets it was sent to.
 */
export async function broadcastManifest(
  io: LiveServer,
  sockets: readonly LiveSocket[],
  { text, isOver }: { text: string; isOver: () => boolean },
): Promise<LiveSocket[]> {
  const sent: LiveSocket[] = []
  let size = FIRST_SHARD_SOCKETS
  for (let from = 0; from < sockets.length && !isOver();) {
    const shard = sockets.slice(from, from + size).filter((socket) => socket.connected && !isBackedUp(socket))
    const start = performance.now()
    if (shard.length > 0) io.to(shard.map((socket) => socket.id)).emit('manifest', text)
    sent.push(...shard)
    from += size
    size = nextSize(size, performance.now() - start)
    await setImmediate()
  }
  return sent
}

/** At most twice what it was, so that one quick shard does not make the next one long. */
function nextSize(size: number, tookMs: number): number {
  return Math.max(8, Math.min(size * 2, Math.round((size * SHARD_MS) / Math.max(tookMs, 0.1))))
}
