import { AnvilError } from '@anvil/shared'

const RETRY_MS = 5_000

/** Whether FORGE is about to stop, and the work that it finishes before it does. */
export class Shutdown {
  readonly #work = new Set<Promise<unknown>>()
  #begun = false

  get begun(): boolean {
    return this.#begun
  }

  begin(): void {
    this.#begun = true
  }

  /** Why nothing new is begun; undefined where FORGE is not about to stop. */
  refusal(): AnvilError | undefined {
    if (!this.#begun) return undefined
    return new AnvilError(
      'forge.unavailable',
      'This FORGE is stopping. Ask again in a moment: another one, or its next start, takes it.',
      { details: { retry_after_ms: RETRY_MS } },
    )
  }

  /** Does work that a stop waits for; refuses it where FORGE is about to stop. */
  async finish<T>(work: () => Promise<T>): Promise<T> {
    const refusal = this.refusal()
    if (refusal) throw refusal
    const done = work()
    this.#work.add(done)
    try {
      return await done
    } finally {
      this.#work.delete(done)
    }
  }

  /** Waits for the work that was begun. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#work)
  }
}
