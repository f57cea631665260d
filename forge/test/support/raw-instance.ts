import { randomUUID } from 'node:crypto'
import { type Ack, type Goodbye, LIVE_SOCKET_PATH, ManifestPush, type Welcome } from '@anvil/shared'
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'

/** A LIVE instance that does what a test tells it to, well or badly. */
export interface RawInstance {
  id: string
  socket: Socket
  welcome: Promise<Welcome>
  goodbye: Promise<Goodbye>
  ended: Promise<string>
  pushes: ManifestPush[]
  /** Waits for the manifest of a sequence. */
  pushed: (count: number) => Promise<ManifestPush>
  ack: (ack: Partial<Ack>) => void
}

interface Refusal extends Error {
  data?: { code: string; message: string; retry_after_ms: number }
}

type TestHandshake = Record<string, unknown> & { instance: { id: string } }

/** What a well-behaved instance says of itself. */
export function handshake(token: string, change: object = {}): TestHandshake {
  const instance = { id: randomUUID(), app: 'shop', host: 'here', pid: 1, sdk: 'test/0', runtime: 'node' }
  return { token, instance, mode: 'accepting', have: null, trust: 'pinned', insecure: false, ...change }
}

/** Connects an instance; `auth` is its handshake. */
export function rawInstance(
  url: string,
  auth: TestHandshake,
  options: Partial<ManagerOptions & SocketOptions> = {},
): RawInstance {
  const settings = { path: LIVE_SOCKET_PATH, transports: ['websocket'], reconnection: false, forceNew: true, auth }
  const socket = io(url, { ...settings, ...options })
  const pushes: ManifestPush[] = []
  const waiting = new Map<number, (push: ManifestPush) => void>()
  socket.on('manifest', (text: string) => {
    const push = ManifestPush.parse(JSON.parse(text))
    pushes.push(push)
    waiting.get(pushes.length)?.(push)
  })
  const once = <T>(event: string) => new Promise<T>((resolve) => socket.once(event, resolve))
  return {
    id: auth.instance.id,
    socket,
    pushes,
    welcome: once('welcome'),
    goodbye: once('goodbye'),
    ended: once('disconnect'),
    pushed: async (count) => pushes[count - 1] ?? new Promise((resolve) => waiting.set(count, resolve)),
    ack: (ack) => socket.emit('ack', { epoch: 1, sequence: 0, result: 'applied', took_ms: 1, ...ack }),
  }
}

/** Why FORGE refuses this handshake. */
export function refusal(instance: RawInstance): Promise<Refusal['data']> {
  return new Promise((resolve, reject) => {
    instance.socket.once('connect', () => reject(new Error('FORGE let it in')))
    instance.socket.once('connect_error', (error: Refusal) => resolve(error.data))
  })
}
