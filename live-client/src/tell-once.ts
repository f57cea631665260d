import type { Clock } from './clock.js'

const AGAIN_MS = 10 * 60_000
const MOST = 50

/** Keeps what goes wrong again and again from being told again and again. */
export class TellOnce {
  readonly #clock: Clock
  readonly #told = new Map<string, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether a text was not told in the last ten minutes; notes that it is told now. */
  isDue(text: string): boolean {
    const now = this.#clock.monotonic()
    const last = this.#told.get(text)
    if (last !== undefined && now - last < AGAIN_MS) return false
    if (this.#told.size >= MOST) this.#told.clear()
    this.#told.set(text, now)
    return true
  }
}
