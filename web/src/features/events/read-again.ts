import type { Hint } from '@anvil/shared/api'

/** Reads again what hints are about: one round at a time, so that a slow way is not flooded by quick hints. */
export class ReadAgain {
  readonly #read: (projectId: string, hints: readonly Hint[]) => Promise<unknown>
  readonly #waiting = new Map<string, Hint[]>()
  #isReading = false

  constructor(read: (projectId: string, hints: readonly Hint[]) => Promise<unknown>) {
    this.#read = read
  }

  hear(projectId: string, hints: readonly Hint[]): void {
    this.#waiting.set(projectId, [...(this.#waiting.get(projectId) ?? []), ...hints])
    if (!this.#isReading) void this.#readAll()
  }

  async #readAll(): Promise<void> {
    this.#isReading = true
    while (this.#waiting.size > 0) {
      const rounds = [...this.#waiting]
      this.#waiting.clear()
      await Promise.allSettled(rounds.map(([projectId, hints]) => this.#read(projectId, hints)))
    }
    this.#isReading = false
  }
}
