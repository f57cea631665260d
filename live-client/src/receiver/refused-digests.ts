import type { AnvilError } from '@anvil/shared/errors'
import type { Clock } from '../clock.js'

const KEPT_MS = 5 * 60_000

/** Bundles that were fetched and found bad: they are not fetched again for five minutes. */
export class RefusedDigests {
  readonly #clock: Clock
  readonly #refused = new Map<string, { error: AnvilError; until: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  add(digest: string, error: AnvilError): void {
    this.#refused.set(digest, { error, until: this.#clock.monotonic() + KEPT_MS })
  }

  find(digest: string): AnvilError | undefined {
    for (const [known, { until }] of this.#refused) if (until <= this.#clock.monotonic()) this.#refused.delete(known)
    return this.#refused.get(digest)?.error
  }
}
