import { type Ack, Goodbye, type Handshake, type Heartbeat, LIVE_SOCKET_PATH, Welcome } from '@anvil/shared'
import { AnvilError } from '@anvil/shared/errors'
import type { ManagerOptions, Socket, SocketOptions } from 'socket.io-client'
import type { Connection } from '../options/settings.js'
import { refusalOf } from './socket-refusal.js'

/** What a frame may hold at most, in bytes. */
export const FRAME_BYTES = 1024 * 1024

const DIAL_TIMEOUT_MS = 15_000
/** FORGE pings this often until it says otherwise, in milliseconds; three pings that fail to come mean a dead connection. */
const PING_MS = 20_000
const MISSED_PINGS = 3

export interface LiveSocketEvents {
  onWelcome: (welcome: Welcome) => void
  onManifest: (push: string) => void
  /** Called once, whatever ended it; undefined where it just closed. */
  onEnd: (error: AnvilError | undefined) => void
}

export interface DialOptions {
  connection: Connection
  handshake: Omit<Handshake, 'token'>
  monotonic: () => number
}

/** One connection to FORGE, from dialling to its end; it is not used again after that. */
export class LiveSocket {
  readonly #socket: Socket
  readonly #events: LiveSocketEvents
  readonly #monotonic: () => number
  #watch: NodeJS.Timeout
  #pingMs = PING_MS
  #lastFrame: number
  #goodbye: AnvilError | undefined
  #ended = false

  constructor(socket: Socket, options: DialOptions, events: LiveSocketEvents) {
    this.#socket = socket
    this.#events = events
    this.#monotonic = options.monotonic
    this.#lastFrame = options.monotonic()
    this.#watch = this.#watchSilence()
    this.#listen()
    socket.connect()
  }

  send(event: 'ack', ack: Ack): void
  send(event: 'heartbeat', heartbeat: Heartbeat): void
  send(event: string, value: Ack | Heartbeat): void {
    this.#socket.emit(event, value)
  }

  close(): void {
    this.#end(undefined)
  }

  #listen(): void {
    const socket = this.#socket
    const manager = socket.io
    manager.on('open', () => {
      manager.engine.on('packet', () => (this.#lastFrame = this.#monotonic()))
    })
    socket.on('connect_error', (error: Error) => this.#end(refusalOf(error)))
    socket.on('disconnect', (reason: string) => this.#end(this.#goodbye ?? cut(reason)))
    socket.on('welcome', (sent: unknown) => {
      const welcome = Welcome.safeParse(sent)
      if (welcome.success) this.#onWelcome(welcome.data)
      else
        this.#end(
          new AnvilError(
            'manifest.malformed',
            'FORGE greeted in a form this client does not know. Update @anvil/live-client.',
          ),
        )
    })
    socket.on('manifest', (push: unknown) => {
      if (typeof push === 'string') this.#events.onManifest(push)
    })
    socket.on('goodbye', (sent: unknown) => {
      const goodbye = Goodbye.safeParse(sent)
      if (!goodbye.success) return
      const { code, message, retry_after_ms } = goodbye.data
      this.#goodbye = new AnvilError(code, message, { details: { retry_after_ms } })
    })
  }

  /** Takes the pace of pings that FORGE tells, within reason. */
  #onWelcome(welcome: Welcome): void {
    this.#pingMs = Math.min(Math.max(welcome.pace.ping_ms, 50), 600_000)
    clearInterval(this.#watch)
    this.#watch = this.#watchSilence()
    this.#events.onWelcome(welcome)
  }

  #watchSilence(): NodeJS.Timeout {
    return setInterval(() => this.#checkSilence(), this.#pingMs / 4).unref()
  }

  #checkSilence(): void {
    const silentMs = this.#monotonic() - this.#lastFrame
    if (silentMs > this.#pingMs * MISSED_PINGS)
      this.#end(cut(`nothing was heard for ${Math.round(silentMs / 1_000)} s`))
  }

  #end(error: AnvilError | undefined): void {
    if (this.#ended) return
    this.#ended = true
    clearInterval(this.#watch)
    this.#socket.removeAllListeners()
    this.#socket.disconnect()
    this.#events.onEnd(error)
  }
}

const cut = (why: string): AnvilError =>
  new AnvilError('network.unreachable', `The connection to FORGE ended: ${why}. It is dialled again.`)

/** Dials FORGE. The socket library is loaded only now, when prompts are served already. */
export async function dialLiveSocket(options: DialOptions, events: LiveSocketEvents): Promise<LiveSocket> {
  const { io } = await import('socket.io-client')
  const { forgeUrl, accessToken } = options.connection
  const url = new URL(forgeUrl)
  const settings: Partial<ManagerOptions & SocketOptions> = {
    path: url.pathname.replace(/\/$/, '') + LIVE_SOCKET_PATH,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    autoConnect: false,
    autoUnref: true,
    timeout: DIAL_TIMEOUT_MS,
    auth: { token: accessToken, ...options.handshake },
  }
  const frames = { perMessageDeflate: false, maxPayload: FRAME_BYTES }
  return new LiveSocket(io(url.origin, Object.assign(settings, frames)), options, events)
}
