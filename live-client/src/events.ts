import type { AnvilError } from '@anvil/shared/errors'
import type { Mode, Position } from '@anvil/shared'
import type { AnvilStatus } from './status.js'

/** What `anvil.on` tells, in OpenFeature's words. */
export interface AnvilEvents {
  ready: AnvilStatus
  changed: { position: Position; added: string[]; changed: string[]; removed: string[] }
  stale: AnvilStatus
  error: AnvilError
  mode: { mode: Mode; reason: string | null; until: string | null }
  rejected: { position: Position | null; error: AnvilError }
  missing: { id: string; variable: string }
}

export type EventName = keyof AnvilEvents
export type Listener<K extends EventName> = (event: AnvilEvents[K]) => void

/** Listeners by event. One that throws is reported and the rest are still called. */
export class EventHub {
  readonly #listeners: { [K in EventName]: Set<Listener<K>> } = {
    ready: new Set(),
    changed: new Set(),
    stale: new Set(),
    error: new Set(),
    mode: new Set(),
    rejected: new Set(),
    missing: new Set(),
  }
  readonly #report: (error: unknown) => void

  constructor(report: (error: unknown) => void) {
    this.#report = report
  }

  /** Adds a listener; the returned function takes it away again. */
  on<K extends EventName>(name: K, listener: Listener<K>): () => void {
    this.#listeners[name].add(listener)
    return () => void this.#listeners[name].delete(listener)
  }

  emit<K extends EventName>(name: K, event: AnvilEvents[K]): void {
    for (const listener of this.#listeners[name]) {
      try {
        listener(event)
      } catch (error) {
        this.#report(error)
      }
    }
  }

  clear(): void {
    for (const listeners of Object.values(this.#listeners)) listeners.clear()
  }
}
