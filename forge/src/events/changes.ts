import type { Hint } from '@anvil/shared/api'

/** That something of a project changed; never what it says. */
export type Change = Hint & { project_id: string }

type ChangeListener = (changes: readonly Change[]) => void

/** Tells whoever listens in this process what changed, once it is stored. */
export class Changes {
  readonly #listeners = new Set<ChangeListener>()

  /** Calls `listener` with what changes from now on; the answer ends that. */
  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  announce(changes: readonly Change[]): void {
    if (changes.length === 0) return
    for (const listener of this.#listeners) listener(changes)
  }
}
