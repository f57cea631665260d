import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import type { AnvilError, Goodbye } from '@anvil/shared'
import { within } from '../jobs/within.js'
import type { LiveSocket } from './live-socket.js'

const SHARD_SOCKETS = 200
const DRAIN_MS = 2_000

/** How much apart a fleet is asked to come back, for each of its instances. */
const SPREAD_MS = 0.5

/** Ends sockets with a reason, in shards between which the event loop is free, and waits a little until all have heard it. */
export async function sendAway(sockets: readonly LiveSocket[], { code, message }: AnvilError): Promise<void> {
  const spread = sockets.length * SPREAD_MS
  const heard: Promise<unknown>[] = []
  for (let from = 0; from < sockets.length; from += SHARD_SOCKETS) {
    for (const socket of sockets.slice(from, from + SHARD_SOCKETS)) {
      if (!socket.connected) continue
      heard.push(once(socket.conn, 'close'))
      const goodbye: Goodbye = { code, message, retry_after_ms: Math.round(Math.random() * spread) }
      socket.emit('goodbye', goodbye)
      socket.disconnect(true)
    }
    await setImmediate()
  }
  await within(DRAIN_MS, Promise.allSettled(heard))
}
