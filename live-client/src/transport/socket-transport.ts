import type { Ack, ManifestEntry, Welcome } from '@anvil/shared'
import type { AnvilError } from '@anvil/shared/errors'
import type { Outcome } from '../receiver/arrived.js'
import { Backoff } from './backoff.js'
import { dialLiveSocket, type LiveSocket } from './live-socket.js'
import { isBarred } from './network-error.js'
import { askedWait, isPassing } from './pull-loop.js'
import { PullTransport, type TransportOptions } from './pull-transport.js'
import { readPush, toArrived } from './read-push.js'
import type { PullPurpose, PullResult, Transport, TransportHost } from './transport.js'
import { unexpectedError } from '../unexpected-error.js'

/** Brings updates by a socket, dialled again whenever it ends, and looks by itself now and then all the same. */
export class SocketTransport implements Transport {
  readonly #options: TransportOptions
  readonly #host: TransportHost
  readonly #pull: PullTransport
  readonly #backoff: Backoff
  #socket: LiveSocket | undefined
  #dialling: Promise<void> | undefined
  #welcomed = false
  #wasRefused = false
  #lastAck: Ack | undefined
  #timer: NodeJS.Timeout | undefined
  #heartbeat: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: TransportOptions, host: TransportHost) {
    this.#options = options
    this.#host = { ...host, offer: async (arrived) => this.#note(await host.offer(arrived)) }
    this.#pull = new PullTransport(options, this.#host, {
      isOpen: () => this.#welcomed,
      isMissing: () => this.#wasRefused && !this.#welcomed,
    })
    this.#backoff = new Backoff(options.monotonic, options.random)
  }

  get via(): 'socket' | 'pull' | 'none' {
    return this.#welcomed ? 'socket' : this.#pull.via
  }

  start(): void {
    this.#pull.start()
    this.#dial()
  }

  again(): void {
    this.#pull.again()
  }

  tell(): void {
    if (this.#welcomed) this.#socket?.send('heartbeat', this.#host.heartbeat())
    else this.#pull.tell()
  }

  acknowledge(ack: Ack): void {
    this.#lastAck = ack
    if (this.#welcomed) this.#socket?.send('ack', ack)
    else this.#pull.acknowledge(ack)
  }

  pull(purpose: PullPurpose): Promise<PullResult> {
    return this.#pull.pull(purpose)
  }

  fetchKeysets(from: number): Promise<readonly Uint8Array[]> {
    return this.#pull.fetchKeysets(from)
  }

  fetchBundle(entry: ManifestEntry, signal: AbortSignal): Promise<Uint8Array> {
    return this.#pull.fetchBundle(entry, signal)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#dialling
    this.#socket?.close()
    await this.#pull.close()
  }

  #dial(): void {
    this.#dialling = this.#tryDial().catch((error: unknown) =>
      this.#onEnd(unexpectedError('The connection to FORGE failed', error)),
    )
  }

  async #tryDial(): Promise<void> {
    const { connection, monotonic } = this.#options
    const handshake = { ...(await this.#host.handshake()), ...(this.#lastAck ? { ack: this.#lastAck } : {}) }
    if (this.#closed) return
    const socket = await dialLiveSocket(
      { connection, handshake, monotonic },
      {
        onWelcome: (welcome) => this.#onWelcome(welcome),
        onManifest: (push) => this.#onManifest(push),
        onEnd: (error) => this.#onEnd(error),
      },
    )
    this.#socket = socket
    if (this.#closed) socket.close()
  }

  #onWelcome({ server_time, pace, manifest, prove }: Welcome): void {
    this.#welcomed = true
    this.#wasRefused = false
    this.#backoff.succeeded()
    this.#backoff.setPace(pace.retry)
    this.#pull.setPace(pace.retry)
    this.#host.onContact(Date.parse(server_time))
    clearInterval(this.#heartbeat)
    const everyMs = Math.min(Math.max(pace.heartbeat_ms, 1_000), 600_000)
    this.#heartbeat = setInterval(() => this.tell(), everyMs).unref()
    this.tell()
    if (manifest) void this.#host.offer(toArrived(manifest))
    if (prove === true) this.#host.onAhead()
  }

  #onManifest(push: string): void {
    try {
      const arrived = readPush(push)
      void this.#host.offer(arrived)
    } catch (error) {
      this.#host.onFailure(unexpectedError('The connection to FORGE failed', error))
    }
  }

  /** Says what became of a manifest, whichever way it came; now, or in the next handshake. */
  #note(outcome: Outcome): Outcome {
    if (!outcome.ack) return outcome
    this.#lastAck = outcome.ack
    if (this.#welcomed) this.#socket?.send('ack', outcome.ack)
    if (outcome.error && isPassing(outcome.error)) this.#pull.hasten()
    return outcome
  }

  #onEnd(error: AnvilError | undefined): void {
    const wasWelcomed = this.#welcomed
    this.#welcomed = false
    this.#socket = undefined
    clearInterval(this.#heartbeat)
    if (this.#closed) return
    if (error) this.#host.onFailure(error)
    const waitMs =
      error && isBarred(error) ? this.#backoff.barred() : this.#backoff.failed(error ? askedWait(error) : 0)
    this.#timer = setTimeout(() => this.#dial(), waitMs).unref()
    this.#wasRefused = !wasWelcomed
    this.#pull.tell()
    if (wasWelcomed) this.#pull.hasten()
  }
}
