import { randomUUID } from 'node:crypto'
import { LIVE_SOCKET_PATH, ManifestPush } from '@anvil/shared'
import { io } from 'socket.io-client'
import { WebSocket } from 'ws'
import { takePush } from './take-push.js'

/** What the benchmark asks of the process that plays the instances. */
export type FleetOrder =
  | { kind: 'anvil'; url: string; token: string; count: number }
  | { kind: 'ws'; url: string; count: number }
  | { kind: 'leave' }

/** What it answers: all are connected, or all have taken and acknowledged a push. */
export type FleetReport = 'connected' | 'acknowledged' | 'left'

let leave: () => void = () => {}
let waiting = 0
let count = 0

function tell(report: FleetReport): void {
  process.send?.(report)
}

/** Tells once as many instances did their work as there are. */
function done(): void {
  waiting -= 1
  if (waiting > 0) return
  waiting = count
  tell('acknowledged')
}

function arrived(): void {
  waiting += 1
  if (waiting === count) tell('connected')
}

function connectAnvil(url: string, token: string): () => void {
  const instance = { id: randomUUID(), app: 'bench', host: 'here', pid: 1, sdk: 'bench/0', runtime: 'node' }
  const have = { epoch: 1, sequence: Number.MAX_SAFE_INTEGER }
  const auth = { token, instance, mode: 'accepting', have, trust: 'pinned', insecure: false }
  const socket = io(url, {
    path: LIVE_SOCKET_PATH,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth,
  })
  socket.on('welcome', arrived)
  socket.on('manifest', (text: string) => {
    const { epoch, sequence } = takePush(ManifestPush.parse(JSON.parse(text)))
    socket.emit('ack', { epoch, sequence, result: 'applied', took_ms: 1 })
    done()
  })
  return () => socket.disconnect()
}

function connectWs(url: string): () => void {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  socket.on('open', arrived)
  socket.on('message', (data: Buffer) => {
    const { epoch, sequence } = takePush(ManifestPush.parse(JSON.parse(data.toString())))
    socket.send(JSON.stringify({ epoch, sequence, result: 'applied', took_ms: 1 }))
    done()
  })
  return () => socket.close()
}

process.on('message', (order: FleetOrder) => {
  if (order.kind === 'leave') {
    leave()
    tell('left')
    return
  }
  waiting = 0
  count = order.count
  const connect = order.kind === 'ws' ? () => connectWs(order.url) : () => connectAnvil(order.url, order.token)
  const sockets = Array.from({ length: count }, connect)
  leave = () => sockets.forEach((close) => close())
})
