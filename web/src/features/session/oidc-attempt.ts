import { z } from 'zod'
import { BrowserStore } from '../../lib/browser-store.js'

const KEY = 'anvil.sign-in'
const Attempt = z.object({ secret: z.string(), to: z.string() })
type Attempt = z.infer<typeof Attempt>

/** What a tab keeps while its person signs in elsewhere: the secret of the way back, and where they were going. */
export class OidcAttempts {
  readonly #store: BrowserStore

  constructor(store: BrowserStore) {
    this.#store = store
  }

  /** Keeps it; false where the browser keeps nothing, and there would be no way back. */
  keep(attempt: Attempt): boolean {
    return this.#store.keep(KEY, JSON.stringify(attempt))
  }

  /** Takes it, once; undefined where this tab left for nowhere. */
  take(): Attempt | undefined {
    const kept = this.#store.read(KEY)
    this.#store.forget(KEY)
    try {
      return Attempt.safeParse(JSON.parse(kept ?? 'null')).data
    } catch {
      return undefined
    }
  }
}

export const oidcAttempts = new OidcAttempts(new BrowserStore(() => sessionStorage))
