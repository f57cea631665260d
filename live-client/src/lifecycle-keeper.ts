import type { LiveState } from '@anvil/shared'
import { type LifecycleEvent, nextState } from './lifecycle.js'

/** Holds the state of a client and tells when it changes. */
export class LifecycleKeeper {
  /** Resolves when there is something to serve. */
  readonly serving: Promise<void>
  readonly #onChange: (state: LiveState, before: LiveState) => void
  #resolveServing: () => void = () => undefined
  #state: LiveState = 'NOT_READY'

  constructor(onChange: (state: LiveState, before: LiveState) => void) {
    this.#onChange = onChange
    this.serving = new Promise((resolve) => (this.#resolveServing = resolve))
  }

  get state(): LiveState {
    return this.#state
  }

  apply(event: LifecycleEvent): void {
    const before = this.#state
    this.#state = nextState(before, event)
    if (this.#state === before) return
    this.#resolveServing()
    this.#onChange(this.#state, before)
  }
}
