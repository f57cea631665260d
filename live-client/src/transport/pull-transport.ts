import type { Ack, ManifestEntry } from '@anvil/shared'
import { AnvilError } from '@anvil/shared/errors'
import type { Connection } from '../options/settings.js'
import type { Outcome } from '../receiver/arrived.js'
import type { BackoffPace } from './backoff.js'
import { ForgeHttp } from './forge-http.js'
import { InstanceReporter } from './instance-reporter.js'
import { PullLoop } from './pull-loop.js'
import { pullRound } from './pull-round.js'
import type { PullPurpose, PullResult, Transport, TransportHost } from './transport.js'

export interface TransportOptions {
  connection: Connection
  projectId: string
  syncIntervalMs: number
  monotonic: () => number
  random: () => number
}

/** How a transport with a socket says of it. */
export interface BesideSocket {
  isOpen: () => boolean
  /** Whether the last dial failed, so that FORGE hears of this instance by requests only. */
  isMissing: () => boolean
}

const NO_SOCKET: BesideSocket = { isOpen: () => false, isMissing: () => true }

/** Brings updates by requests alone; complete without a socket. */
export class PullTransport implements Transport {
  readonly #http: ForgeHttp
  readonly #host: TransportHost
  readonly #loop: PullLoop
  readonly #reporter: InstanceReporter
  #hasLooked = false

  constructor(options: TransportOptions, host: TransportHost, socket: BesideSocket = NO_SOCKET) {
    const http = new ForgeHttp(options.connection, options.projectId)
    this.#http = http
    const onPace = (pace: BackoffPace): void => this.setPace(pace)
    this.#reporter = new InstanceReporter({ http, host, isAlone: socket.isMissing, onPace })
    this.#host = { ...host, offer: async (arrived) => this.#note(await host.offer(arrived)) }
    this.#loop = new PullLoop({
      pull: () => this.#lookAndTell(),
      onFailure: host.onFailure,
      hasSocket: socket.isOpen,
      intervalMs: options.syncIntervalMs,
      monotonic: options.monotonic,
      random: options.random,
    })
  }

  get via(): 'pull' | 'none' {
    return this.#loop.reached ? 'pull' : 'none'
  }

  start(): void {
    void this.#loop.runNow()
  }

  again(): void {
    void this.#loop.runNow()
  }

  hasten(): void {
    this.#loop.hasten()
  }

  setPace(pace: BackoffPace): void {
    this.#loop.setPace(pace)
  }

  tell(): void {
    if (this.#hasLooked) this.#reporter.tell()
  }

  acknowledge(ack: Ack): void {
    this.#reporter.noteAck(ack)
  }

  pull(purpose: PullPurpose): Promise<PullResult> {
    return pullRound(this.#http, this.#host, purpose)
  }

  fetchKeysets(from: number): Promise<readonly Uint8Array[]> {
    return this.#http.fetchKeysets(from)
  }

  async fetchBundle(entry: ManifestEntry, signal: AbortSignal): Promise<Uint8Array> {
    try {
      return await this.#http.fetchBundle(entry, signal)
    } catch (cause) {
      if (!(cause instanceof AnvilError) || cause.code !== 'bundle.not_found') throw cause
      const { prompt_set, version } = entry
      throw new AnvilError(
        'bundle.missing',
        `FORGE does not have the bundle of ${prompt_set} ${version} now. It is asked for again soon.`,
        {
          cause,
        },
      )
    }
  }

  async close(): Promise<void> {
    this.#http.close()
    await this.#loop.close()
    await this.#reporter.close()
  }

  /** The first look is followed by the first report, which can then say what runs. */
  async #lookAndTell(): Promise<PullResult> {
    const result = await this.pull('background')
    const isFirst = !this.#hasLooked
    this.#hasLooked = true
    if (isFirst) this.tell()
    return result
  }

  #note(outcome: Outcome): Outcome {
    if (outcome.ack) this.acknowledge(outcome.ack)
    return outcome
  }
}
