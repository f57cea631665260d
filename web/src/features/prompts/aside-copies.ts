import { PromptInput } from '@anvil/shared/api'
import { z } from 'zod'
import { BrowserStore } from '../../lib/browser-store.js'
import type { CopyKey } from './local-copy.js'

const Kept = z.object({
  content: PromptInput,
  at: z.number(),
  /** Who wrote it, where that is somebody else. */
  writer: z.string().optional(),
})

/** A text that was set aside for another one. */
export interface Aside extends z.infer<typeof Kept> {
  key: string
  /** Whether this browser keeps it when the page is left. */
  isKept: boolean
}

export interface SettingAside {
  /** Who wrote the text, where that is somebody else. */
  writer?: string
  /** Leaves the text where it takes room until now. */
  leave?: () => void
}

/**
 * The texts of one prompt that somebody set aside, kept in this browser until they are brought back or dismissed. Where
 * the browser has no room, the page holds them as long as it is open.
 */
export class AsideCopies {
  readonly #storage: Storage
  readonly #store: BrowserStore
  readonly #prefix: string
  readonly #unkept: Map<string, Aside>

  /** `unkept` holds for the page, by their keys, the texts for which the browser has no room. */
  constructor(storage: Storage, { userId, promptSetId, promptId }: CopyKey, unkept: Map<string, Aside>) {
    this.#storage = storage
    this.#unkept = unkept
    this.#store = new BrowserStore(() => storage)
    this.#prefix = `anvil.aside/${userId}/${promptSetId}/${promptId}/`
  }

  /** All of them, the newest first. One that had no room before is kept where there is some by now. */
  list(): Aside[] {
    const held = [...this.#unkept.values()].filter(({ key }) => this.#isOwn(key)).map((aside) => this.#keep(aside))
    const kept = Object.keys(this.#storage)
      .filter((key) => this.#isOwn(key))
      .flatMap((key) => {
        const kept = read(this.#store.read(key))
        return kept ? [{ ...kept, key, isKept: true }] : []
      })
    return [...kept, ...held.filter(({ isKept }) => !isKept)].toSorted((one, other) => other.at - one.at)
  }

  /** Keeps one more, as far as this browser has room, also in the room that it takes elsewhere until now. */
  add(content: PromptInput, { leave, ...more }: SettingAside = {}): Aside {
    const key = this.#prefix + crypto.randomUUID()
    const aside = this.#keep({ content, ...more, at: Date.now(), key, isKept: false })
    leave?.()
    return aside.isKept ? aside : this.#keep(aside)
  }

  drop({ key }: Pick<Aside, 'key'>): void {
    this.#unkept.delete(key)
    this.#store.forget(key)
  }

  #keep(aside: Aside): Aside {
    const { key, isKept: _isKept, ...rest } = aside
    const isKept = this.#store.keep(key, JSON.stringify(rest))
    const now = { ...aside, isKept }
    if (isKept) this.#unkept.delete(key)
    else this.#unkept.set(key, now)
    return now
  }

  #isOwn(key: string): boolean {
    return key.startsWith(this.#prefix) && !key.slice(this.#prefix.length).includes('/')
  }
}

function read(text: string | null): z.infer<typeof Kept> | undefined {
  try {
    return Kept.safeParse(JSON.parse(text ?? '')).data
  } catch {
    return undefined
  }
}
