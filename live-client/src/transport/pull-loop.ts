import type { AnvilError } from '@anvil/shared/errors'
import { Backoff, type BackoffPace } from './backoff.js'
import { isBarred } from './network-error.js'
import type { PullResult } from './transport.js'
import { unexpectedError } from '../unexpected-error.js'

const FIRST_MS = 30_000
const JITTER = 0.2

export interface PullLoopOptions {
  pull: () => Promise<PullResult>
  onFailure: (error: AnvilError) => void
  /** Whether a socket is open, which makes looking often needless. */
  hasSocket: () => boolean
  /** The longest time between two looks, in milliseconds. */
  intervalMs: number
  monotonic: () => number
  random: () => number
}

/** Looks at FORGE again and again: seldom beside a socket, else every 30 s and slower while nothing changes. */
export class PullLoop {
  readonly #options: PullLoopOptions
  readonly #backoff: Backoff
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> | undefined
  #quietMs = FIRST_MS
  #closed = false
  /** Whether the last look got an answer. */
  reached = false

  constructor(options: PullLoopOptions) {
    this.#options = options
    this.#backoff = new Backoff(options.monotonic, options.random)
  }

  /** Looks at once; a round that is under way is joined. */
  runNow(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#closed) return Promise.resolve()
    this.#round ??= this.#run().finally(() => (this.#round = undefined))
    return this.#round
  }

  /** Looks sooner than it meant to, as where there is no socket. */
  hasten(): void {
    if (this.#closed || this.#round) return
    this.#quietMs = FIRST_MS
    clearTimeout(this.#timer)
    const waitMs = Math.min(this.#quietMs, this.#options.intervalMs) * this.#options.random()
    this.#timer = setTimeout(() => void this.runNow(), waitMs).unref()
  }

  setPace(pace: BackoffPace): void {
    this.#backoff.setPace(pace)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#round
  }

  async #run(): Promise<void> {
    const waitMs = await this.#look()
    if (this.#closed) return
    this.#timer = setTimeout(() => void this.runNow(), waitMs).unref()
  }

  async #look(): Promise<number> {
    try {
      const result = await this.#options.pull()
      this.reached = true
      return result.kind === 'offered' ? this.#afterOffer(result.outcome.error) : this.#afterQuiet()
    } catch (error) {
      this.reached = false
      return this.#afterFailure(unexpectedError('Looking at FORGE failed', error))
    }
  }

  /** A manifest that could not be completed is tried again soon, one that is refused at the usual pace. */
  #afterOffer(error: AnvilError | undefined): number {
    this.#quietMs = FIRST_MS
    if (error && isPassing(error)) return this.#backoff.failed()
    this.#backoff.succeeded()
    return this.#interval()
  }

  #afterQuiet(): number {
    this.#backoff.succeeded()
    const waitMs = this.#interval()
    this.#quietMs *= 1.5
    return waitMs
  }

  #afterFailure(error: AnvilError): number {
    if (this.#closed) return 0
    this.#options.onFailure(error)
    return isBarred(error) ? this.#backoff.barred() : this.#backoff.failed(askedWait(error))
  }

  #interval(): number {
    const { hasSocket, intervalMs, random } = this.#options
    const span = hasSocket() ? intervalMs : Math.min(this.#quietMs, intervalMs)
    return span * (1 - JITTER + 2 * JITTER * random())
  }
}

/** Whether a manifest could only not be completed just now. */
export const isPassing = ({ code }: AnvilError): boolean =>
  code === 'network.unreachable' || code === 'forge.unavailable' || code === 'bundle.missing'

/** How long FORGE asked to be left alone, in milliseconds. */
export function askedWait({ details }: AnvilError): number {
  if (typeof details !== 'object' || details === null || !('retry_after_ms' in details)) return 0
  return typeof details.retry_after_ms === 'number' && details.retry_after_ms > 0 ? details.retry_after_ms : 0
}
