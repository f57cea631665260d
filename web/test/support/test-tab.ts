import type { Locks, Tab } from '../../src/features/prompts/local-copy.js'
import { TestStorage } from './test-storage.js'

/** The tabs of one browser, and which locks their pages hold. */
export class TestTabs {
  readonly #holders = new Map<string, Tab>()
  readonly #hasLocks: boolean

  constructor({ hasLocks = true } = {}) {
    this.#hasLocks = hasLocks
  }

  open(): Tab {
    const tab: Tab = { marks: new TestStorage(), locks: undefined }
    if (this.#hasLocks) tab.locks = { request: (...request) => this.#request(tab, ...request) }
    return tab
  }

  /** Ends the page of a tab, as a reload does. */
  end(tab: Tab): void {
    for (const [name, holder] of this.#holders) if (holder === tab) this.#holders.delete(name)
  }

  async #request(tab: Tab, ...[name, { ifAvailable }, take]: Parameters<Locks['request']>): Promise<void> {
    const isFree = !this.#holders.has(name)
    if (!isFree && !ifAvailable) throw new DOMException('This lock is held.', 'InvalidStateError')
    const done = take(isFree ? { name } : null)
    if (done instanceof Promise) this.#holders.set(name, tab)
  }
}
