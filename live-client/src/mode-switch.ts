import type { Mode, Position } from '@anvil/shared'
import type { StoredMode } from './cache/state-cache.js'
import type { Clock } from './clock.js'

export interface EffectiveMode {
  mode: Mode
  reason: string | null
  /** Wall time at which it ends by itself. */
  until: string | null
  /** Where it was set. */
  setBy: string
}

/** Joins the configured mode with the one stored at the folder: the stricter of the two wins. */
export class ModeSwitch {
  readonly #configured: Mode
  readonly #configuredBy: string
  readonly #clock: Clock
  #stored: StoredMode | undefined

  constructor(configured: { mode: Mode; modeSetBy: string }, clock: Clock) {
    this.#configured = configured.mode
    this.#configuredBy = configured.modeSetBy
    this.#clock = clock
  }

  /** The setting that keeps this client frozen whatever the folder says, if there is one. */
  get frozenBySetting(): string | undefined {
    return this.#configured === 'frozen' ? this.#configuredBy : undefined
  }

  store(mode: StoredMode | undefined): void {
    this.#stored = mode
  }

  /** The older generation that is to run, where a person rolled back. */
  get rolledBackTo(): Position | undefined {
    return this.#stored?.rolled_back_to
  }

  get effective(): EffectiveMode {
    const stored = this.#stored
    const inForce = stored?.until == null || Date.parse(stored.until) > this.#clock.now()
    if (stored?.mode === 'frozen' && inForce) {
      const { mode, reason, until } = stored
      return { mode, reason, until, setBy: 'the cache folder' }
    }
    return { mode: this.#configured, reason: null, until: null, setBy: this.#configuredBy }
  }
}
