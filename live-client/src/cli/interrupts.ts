import { EXIT } from '@anvil/shared/exit-codes'

/** What Ctrl-C does: it ends the process with 130, unless a command runs until then and ends well by it. */
export class Interrupts {
  readonly #asked = new AbortController()
  #isAwaited = false

  constructor() {
    process.once('SIGINT', () => {
      if (this.#isAwaited) this.#asked.abort()
      else process.exit(EXIT.interrupted)
    })
  }

  /** From now on Ctrl-C ends what heeds this signal, and a second one the process. */
  await(): AbortSignal {
    this.#isAwaited = true
    return this.#asked.signal
  }
}
