import { PromptInput } from '@anvil/shared/api'
import { z } from 'zod'

const LocalCopy = z.object({
  content: PromptInput,
  etag: z.string(),
  at: z.number(),
  /** What the person began to write on, where that was known. */
  began: PromptInput.optional(),
})
export type LocalCopy = z.infer<typeof LocalCopy>

/** What one person wrote of one prompt. */
export interface CopyKey {
  userId: string
  promptSetId: string
  promptId: string
}

/** What tells the tabs of one browser apart. */
export interface Tab {
  /** What a reload of this tab leaves and no other tab sees. */
  marks: Storage
  /** What tells whether a tab still lives, where the browser has it. */
  locks: Locks | undefined
}

/** The part of the browser's locks that is needed here. */
export interface Locks {
  request: (name: string, options: { ifAvailable?: boolean }, take: (lock: unknown) => unknown) => Promise<unknown>
}

/** A copy that nobody goes on with. */
export interface LeftCopy {
  copy: LocalCopy
  forget: () => void
}

interface Found {
  key: string
  text: string
  copy: LocalCopy
}

const OWN = 'own'
/** How often, and how soon again, a lock is asked for that a page of this tab may hold yet while it ends. */
const ENDING = { tries: 6, againMs: 500 }

/**
 * What somebody wrote of one prompt and has not reached FORGE, kept in this browser. Each page writes under a key of
 * its own and holds a lock of that name, so that no page erases what another one that is still open keeps.
 */
export class LocalCopies {
  readonly #storage: Storage
  readonly #tab: Tab
  readonly #prefix: string
  readonly #own: string
  #isHeld = false

  constructor(storage: Storage, { userId, promptSetId, promptId }: CopyKey, tab: Tab) {
    this.#storage = storage
    this.#tab = tab
    this.#prefix = `anvil.unsaved/${userId}/${promptSetId}/${promptId}/`
    this.#own = this.#prefix + crypto.randomUUID()
  }

  /** Takes over the copy that this tab left before a reload, or else the newest that any tab left. */
  takeOver(): LocalCopy | undefined {
    const all = this.#findAll()
    const chosen = all
      .filter((found) => !this.#isSettled(found))
      .toSorted((one, other) => this.#rank(other) - this.#rank(one) || other.copy.at - one.copy.at)[0]
    if (!chosen) return undefined
    if (this.keep(chosen.copy)) {
      for (const found of all) if (found.text === chosen.text) this.#settle(found)
    }
    return chosen.copy
  }

  /** Keeps a copy; false where the browser keeps nothing. */
  keep(copy: LocalCopy): boolean {
    this.#hold()
    if (!write(this.#storage, this.#own, JSON.stringify(copy))) return false
    write(this.#tab.marks, this.#own, OWN)
    return true
  }

  drop(): void {
    this.#storage.removeItem(this.#own)
    this.#tab.marks.removeItem(this.#own)
  }

  /** What was left by any tab and went on nowhere, the newest first; each can be forgotten. */
  left(): LeftCopy[] {
    return this.#findAll()
      .filter((found) => !this.#isSettled(found))
      .toSorted((one, other) => other.copy.at - one.copy.at)
      .map((found) => ({ copy: found.copy, forget: () => this.#settle(found) }))
  }

  #findAll(): Found[] {
    return Object.keys(this.#storage)
      .filter((key) => key.startsWith(this.#prefix) && !key.slice(this.#prefix.length).includes('/'))
      .flatMap((key) => {
        const text = this.#storage.getItem(key) ?? ''
        const copy = read(text)
        return copy && key !== this.#own ? [{ key, text, copy }] : []
      })
  }

  #rank({ key }: Found): number {
    return this.#tab.marks.getItem(key) === OWN ? 1 : 0
  }

  /** Whether the copy went on under another key: as this tab knows, or where nothing tells who lives, as any tab said. */
  #isSettled({ key, copy }: Found): boolean {
    const mark = this.#tab.marks.getItem(key) ?? this.#storage.getItem(settledKey(key))
    return mark === String(copy.at)
  }

  /** Leaves a copy that goes on elsewhere or nowhere; it is erased where no living page holds it. */
  #settle(found: Found): void {
    const { key, copy } = found
    const { marks, locks } = this.#tab
    const tries = this.#rank(found) === 1 ? ENDING.tries : 1
    write(marks, key, String(copy.at))
    if (!locks) {
      write(this.#storage, settledKey(key), String(copy.at))
      return
    }
    this.#erase(found, locks, tries)
  }

  #erase(found: Found, locks: Locks, tries: number): void {
    const { key, text } = found
    const erase = (lock: unknown) => {
      if (!lock && tries > 1) setTimeout(() => this.#erase(found, locks, tries - 1), ENDING.againMs)
      if (lock && this.#storage.getItem(key) === text) this.#storage.removeItem(key)
    }
    locks.request(key, { ifAvailable: true }, erase).catch(() => undefined)
  }

  /** Says to the other pages, as long as this one lives, that it keeps a copy. */
  #hold(): void {
    if (this.#isHeld) return
    this.#isHeld = true
    this.#tab.locks?.request(this.#own, {}, () => new Promise(() => undefined)).catch(() => undefined)
  }
}

const settledKey = (key: string): string => key.replace('anvil.unsaved/', 'anvil.settled/')

function read(text: string): LocalCopy | undefined {
  try {
    return LocalCopy.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function write(storage: Storage, key: string, text: string): boolean {
  try {
    storage.setItem(key, text)
    return true
  } catch {
    return false
  }
}
