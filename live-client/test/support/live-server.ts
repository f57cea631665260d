import { once } from 'node:events'
import { Ack, Handshake, Heartbeat, LIVE_SOCKET_PATH, type ManifestPush, type Pace, type Welcome } from '@anvil/shared'
import { Server, type Socket } from 'socket.io'
import type { ForgeServer } from './forge-server.js'

const PACE: Pace = { retry: { base_ms: 50, cap_ms: 200 }, ping_ms: 20_000, heartbeat_ms: 30_000 }

export interface LiveServer {
  handshakes: Handshake[]
  acks: Ack[]
  heartbeats: Heartbeat[]
  sockets: Socket[]
  io: Server
  /** What is greeted with; may be changed. */
  greeting: Welcome
  /** Refuses connections with these data as long as it is set. */
  refusal: { code: string; message: string; retry_after_ms?: number } | undefined
  /** Sends a manifest to everyone, with bundles (base64 of gzip) beside it. */
  push(envelope: Uint8Array, bundles?: Record<string, string>): void
  /** The next acknowledgement of a sequence, with this result if one is named. */
  nextAck(sequence: number, result?: Ack['result']): Promise<Ack>
  nextHandshake(): Promise<Handshake>
  nextHeartbeat(): Promise<Heartbeat>
}

/** Serves the socket of LIVE instances beside the documents; what clients send must keep the schemas. */
export function serveSockets(forge: ForgeServer): LiveServer {
  const io = new Server(forge.http, { path: LIVE_SOCKET_PATH, transports: ['websocket'], serveClient: false })
  const server: LiveServer = {
    handshakes: [],
    acks: [],
    heartbeats: [],
    sockets: [],
    io,
    greeting: { server_time: new Date().toISOString(), pace: PACE, manifest: null },
    refusal: undefined,
    push: (envelope, bundles = {}) => void io.emit('manifest', JSON.stringify(pushOf(envelope, bundles))),
    nextAck: (sequence, result) =>
      new Promise((resolve) => {
        const hear = (sent: unknown): void => {
          const ack = Ack.parse(sent)
          if (ack.sequence !== sequence || ack.result !== (result ?? ack.result)) return
          io.engine.off('test-ack', hear)
          resolve(ack)
        }
        io.engine.on('test-ack', hear)
      }),
    nextHandshake: async () => Handshake.parse((await once(io.engine, 'test-handshake'))[0]),
    nextHeartbeat: async () => Heartbeat.parse((await once(io.engine, 'test-heartbeat'))[0]),
  }
  io.use((socket, next) => {
    server.handshakes.push(Handshake.parse(socket.handshake.auth))
    io.engine.emit('test-handshake', socket.handshake.auth)
    next(server.refusal && Object.assign(new Error(server.refusal.message), { data: server.refusal }))
  })
  io.on('connection', (socket) => {
    server.sockets.push(socket)
    socket.on('ack', (ack: unknown) => {
      server.acks.push(Ack.parse(ack))
      io.engine.emit('test-ack', ack)
    })
    socket.on('heartbeat', (heartbeat: unknown) => {
      server.heartbeats.push(Heartbeat.parse(heartbeat))
      io.engine.emit('test-heartbeat', heartbeat)
    })
    socket.emit('welcome', server.greeting)
  })
  return server
}

export function pushOf(envelope: Uint8Array, bundles: Record<string, string> = {}): ManifestPush {
  return { envelope: JSON.parse(Buffer.from(envelope).toString()), fetch_spread_ms: 0, bundles }
}
