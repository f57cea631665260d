/** The longest wait before the n-th try, and how far it may grow; in milliseconds. */
export interface BackoffPace {
  base_ms: number
  cap_ms: number
}

export const DEFAULT_PACE: BackoffPace = { base_ms: 1_000, cap_ms: 60_000 }

const HEALTHY_MS = 60_000
const BARRED_MS = 5 * 60_000

/** When to try again: full jitter over a span that doubles with each failure, at the pace FORGE told last. */
export class Backoff {
  readonly #monotonic: () => number
  readonly #random: () => number
  #pace = DEFAULT_PACE
  #failures = 0
  #healthySince: number | undefined

  constructor(monotonic: () => number, random: () => number) {
    this.#monotonic = monotonic
    this.#random = random
  }

  /** Takes the pace FORGE told; what makes no sense is bounded. */
  setPace({ base_ms, cap_ms }: BackoffPace): void {
    const base = Math.min(Math.max(base_ms, 10), 600_000)
    this.#pace = { base_ms: base, cap_ms: Math.min(Math.max(cap_ms, base), 3_600_000) }
  }

  /** Notes a success. The count of failures falls back to none after a minute of health. */
  succeeded(): void {
    this.#healthySince ??= this.#monotonic()
  }

  /** Notes a failure; how long to wait before the next try, at least what the server asked for. */
  failed(askedMs = 0): number {
    if (this.#healthySince !== undefined && this.#monotonic() - this.#healthySince >= HEALTHY_MS) this.#failures = 0
    this.#healthySince = undefined
    const span = Math.min(this.#pace.cap_ms, this.#pace.base_ms * 2 ** Math.min(this.#failures, 30))
    this.#failures += 1
    return Math.min(askedMs, 3_600_000) + this.#random() * span
  }

  /** How long to wait where FORGE refuses this instance until somebody changes something: about five minutes. */
  barred(): number {
    this.failed()
    return Math.round(BARRED_MS * (0.8 + 0.4 * this.#random()))
  }
}
