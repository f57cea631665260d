import type { Connection, Settings } from '../options/settings.js'
import { PullTransport } from './pull-transport.js'
import { SocketTransport } from './socket-transport.js'
import type { Transport, TransportHost } from './transport.js'

/** The transport that the options ask for. */
export function createTransport(
  { connection, projectId, syncIntervalMs, transport }: Settings & { connection: Connection },
  host: TransportHost,
  pace: { monotonic: () => number; random: () => number },
): Transport {
  const options = { connection, projectId, syncIntervalMs, ...pace }
  return transport === 'pull' ? new PullTransport(options, host) : new SocketTransport(options, host)
}
