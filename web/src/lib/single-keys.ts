import { type BrowserStore, browserStore } from './browser-store.js'

const NAME = 'anvil.single-keys'

/** Whether keys without Ctrl, Cmd or Alt do something in this browser; people who speak to it turn them off. */
export class SingleKeys {
  readonly #store: BrowserStore
  readonly #listeners = new Set<() => void>()
  #areOn: boolean

  constructor(store: BrowserStore) {
    this.#store = store
    this.#areOn = store.read(NAME) !== 'off'
  }

  readonly areOn = (): boolean => this.#areOn

  /** Calls a listener after each change, until the function that it answers is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Turns them on or off, and remembers it. */
  readonly turn = (areOn: boolean): void => {
    this.#areOn = areOn
    this.#store.keep(NAME, areOn ? 'on' : 'off')
    for (const listener of this.#listeners) listener()
  }
}

export const singleKeys = new SingleKeys(browserStore)
