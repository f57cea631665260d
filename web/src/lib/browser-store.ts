/** What this browser keeps for the page. Where it is full or keeps nothing, the page goes on without. */
export class BrowserStore {
  readonly #open: () => Storage

  /** `open` gives the storage, or throws where the browser lets no page have one. */
  constructor(open: () => Storage) {
    this.#open = open
  }

  /** What is kept under a name, or null. */
  read(name: string): string | null {
    try {
      return this.#open().getItem(name)
    } catch {
      return null
    }
  }

  /** Keeps a text; false where it could not, and nothing is kept under that name then. */
  keep(name: string, text: string): boolean {
    try {
      this.#open().setItem(name, text)
      return true
    } catch {
      this.forget(name)
      return false
    }
  }

  forget(name: string): void {
    try {
      this.#open().removeItem(name)
    } catch {
      // Where nothing can be kept, nothing is.
    }
  }
}

export const browserStore = new BrowserStore(() => localStorage)

const NO_STORAGE: Storage = {
  length: 0,
  key: () => null,
  getItem: () => null,
  setItem: () => {
    throw new DOMException('This browser keeps nothing for the page.', 'QuotaExceededError')
  },
  removeItem: () => undefined,
  clear: () => undefined,
}

/** The browser's storage; where it lets no page have one, one that has no room. */
export function openStorage(open: () => Storage = () => localStorage): Storage {
  try {
    return open()
  } catch {
    return NO_STORAGE
  }
}
