import type { ClientCore } from './client-core.js'

const EVERY_MS = 5_000

/** Notices what happens by time alone: freshness that runs out, a mode that ends. */
export class Upkeep {
  readonly #timer: NodeJS.Timeout

  constructor(core: ClientCore) {
    this.#timer = setInterval(() => {
      core.checkFreshness()
      core.checkMode()
    }, EVERY_MS).unref()
  }

  close(): void {
    clearInterval(this.#timer)
  }
}
