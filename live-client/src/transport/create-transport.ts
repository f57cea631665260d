import type { Settings } from '../options/settings.js'
import { PullTransport } from './pull-transport.js'
import { SocketTransport } from './socket-transport.js'
import type { Transport, TransportHost } from './transport.js'

/** The transport that the options ask for; none where there is no connection to use. */
export function createTransport(
  { connection, projectId, syncIntervalMs, transport }: Settings,
  host: TransportHost,
  pace: { monotonic: () => number; random: () => number },
): Transport | undefined {
  if (!connection) return undefined
  const options = { connection, projectId, syncIntervalMs, ...pace }
  return transport === 'pull' ? new PullTransport(options, host) : new SocketTransport(options, host)
}
