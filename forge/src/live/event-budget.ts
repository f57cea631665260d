import { AnvilError } from '@anvil/shared'

const EVENTS = 50
const WINDOW_MS = 10_000

/** How many events one instance may send in ten seconds. */
export class EventBudget {
  #left = EVENTS
  #since = 0

  /** Counts an event; throws `request.rate_limited` where there were too many. */
  spend(now: Date): void {
    if (Math.abs(now.getTime() - this.#since) > WINDOW_MS) {
      this.#since = now.getTime()
      this.#left = EVENTS
    }
    this.#left -= 1
    if (this.#left >= 0) return
    throw new AnvilError(
      'request.rate_limited',
      `More than ${EVENTS} events came in ${WINDOW_MS / 1000} seconds. Send fewer.`,
    )
  }
}
