import type { ManifestEntry } from '@anvil/shared'
import { AnvilError } from '@anvil/shared/errors'
import type { Connection } from '../options/settings.js'
import type { BackoffPace } from './backoff.js'
import { ForgeHttp } from './forge-http.js'
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

/** Brings updates by requests alone; complete without a socket. */
export class PullTransport implements Transport {
  readonly #http: ForgeHttp
  readonly #host: TransportHost
  readonly #loop: PullLoop

  constructor(options: TransportOptions, host: TransportHost, hasSocket: () => boolean = () => false) {
    this.#host = host
    this.#http = new ForgeHttp(options.connection, options.projectId)
    this.#loop = new PullLoop({
      pull: () => this.pull('background'),
      onFailure: host.onFailure,
      hasSocket,
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

  /** There is no way to tell FORGE anything without a socket. */
  tell(): void {
    return
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
      throw new AnvilError('bundle.missing', `FORGE does not have the bundle of ${prompt_set} ${version} now.`, {
        cause,
      })
    }
  }

  async close(): Promise<void> {
    this.#http.close()
    await this.#loop.close()
  }
}
