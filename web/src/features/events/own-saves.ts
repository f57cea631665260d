import type { Hint } from '@anvil/shared/api'

const REMEMBERED = 100
const LONGEST_WAIT_MS = 2_000

/** What this page itself saved of prompts, so that word of it is no reason to read them again. */
export class OwnSaves {
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #etags = new Set<string>()

  /** Remembers what comes of a save, which it answers. */
  async track<T extends { etag: string }>(save: Promise<T>): Promise<T> {
    this.#underWay.add(save)
    try {
      const saved = await save
      this.#remember(saved.etag)
      return saved
    } finally {
      this.#underWay.delete(save)
    }
  }

  /** Waits, not for ever, for saves that a hint may be about: it may come before the answer. */
  async settle(hints: readonly Hint[]): Promise<void> {
    const isAwaited = hints.some((hint) => hint.etag !== undefined && !this.isOwn(hint))
    if (!isAwaited || this.#underWay.size === 0) return
    await Promise.race([
      Promise.allSettled(this.#underWay),
      new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS)),
    ])
  }

  /** Whether a hint is of nothing but what this page saved. */
  isOwn({ etag }: Hint): boolean {
    return etag !== undefined && this.#etags.has(etag)
  }

  #remember(etag: string): void {
    this.#etags.add(etag)
    for (const oldest of this.#etags) {
      if (this.#etags.size <= REMEMBERED) return
      this.#etags.delete(oldest)
    }
  }
}

export const ownSaves = new OwnSaves()
