import { PromptInput } from '@anvil/shared/api'
import { z } from 'zod'
import { BrowserStore } from '../../lib/browser-store.js'
import type { CopyKey } from './local-copy.js'

const Kept = z.object({ content: PromptInput, at: z.number() })

/** A text that was set aside for another one. */
export interface Aside extends z.infer<typeof Kept> {
  key: string
  /** Whether this browser keeps it when the page is left. */
  isKept: boolean
}

/** The texts of one prompt that somebody set aside, kept in this browser until they are brought back or dismissed. */
export class AsideCopies {
  readonly #storage: Storage
  readonly #store: BrowserStore
  readonly #prefix: string

  constructor(storage: Storage, { userId, promptSetId, promptId }: CopyKey) {
    this.#storage = storage
    this.#store = new BrowserStore(() => storage)
    this.#prefix = `anvil.aside/${userId}/${promptSetId}/${promptId}/`
  }

  /** All of them, the newest first. */
  list(): Aside[] {
    return Object.keys(this.#storage)
      .filter((key) => key.startsWith(this.#prefix) && !key.slice(this.#prefix.length).includes('/'))
      .flatMap((key) => {
        const kept = read(this.#store.read(key))
        return kept ? [{ ...kept, key, isKept: true }] : []
      })
      .toSorted((one, other) => other.at - one.at)
  }

  /** Keeps one more, as far as this browser has room. */
  add(content: PromptInput): Aside {
    const key = this.#prefix + crypto.randomUUID()
    const at = Date.now()
    return { content, at, key, isKept: this.#store.keep(key, JSON.stringify({ content, at })) }
  }

  drop({ key }: Pick<Aside, 'key'>): void {
    this.#store.forget(key)
  }
}

function read(text: string | null): z.infer<typeof Kept> | undefined {
  try {
    return Kept.safeParse(JSON.parse(text ?? '')).data
  } catch {
    return undefined
  }
}
