import { z } from 'zod'
import type { BrowserStore } from '../../lib/browser-store.js'

const CommentCopy = z.object({
  body: z.string(),
  /** The text that is suggested: null while it is what its lines say. */
  suggestion: z.string().nullable(),
  isSuggesting: z.boolean(),
  /** The lines it is about, and what they said. */
  about: z
    .object({
      range: z.object({
        side: z.enum(['draft', 'locked']),
        anchor: z.int().positive(),
        head: z.int().positive(),
      }),
      quote: z.string(),
    })
    .nullable(),
})

/** What somebody writes of a review and has not sent. */
export type CommentCopy = z.infer<typeof CommentCopy>

/** Whose words they are, and what they are for: lines of a text, the answer to a comment, a review on the whole. */
export interface CommentPlace {
  userId: string
  about: string
}

/**
 * What people write of reviews and have not sent, kept in this browser for who wrote it. An open page goes on with what
 * it has, whatever another one writes; where the browser has no room, the page holds it as long as it is open.
 */
export class CommentCopies {
  readonly #store: BrowserStore
  readonly #here = new Map<string, CommentCopy | undefined>()
  readonly #unkept = new Set<string>()
  readonly #listeners = new Set<() => void>()

  constructor(store: BrowserStore) {
    this.#store = store
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  read(place: CommentPlace): CommentCopy | undefined {
    const name = nameOf(place)
    if (!this.#here.has(name)) this.#here.set(name, parse(this.#store.read(name)))
    return this.#here.get(name)
  }

  /** Keeps what is written; undefined once it is sent or given up. */
  keep(place: CommentPlace, copy: CommentCopy | undefined): void {
    const name = nameOf(place)
    this.#here.set(name, copy)
    this.#unkept.delete(name)
    if (copy === undefined) this.#store.forget(name)
    else if (!this.#store.keep(name, JSON.stringify(copy))) this.#unkept.add(name)
    for (const listener of this.#listeners) listener()
  }

  /** Whether something is lost when the page is left. */
  wouldLose(): boolean {
    return this.#unkept.size > 0
  }
}

const nameOf = ({ userId, about }: CommentPlace): string => `anvil.unsent-comment/${userId}/${about}`

function parse(kept: string | null): CommentCopy | undefined {
  try {
    return CommentCopy.safeParse(JSON.parse(kept ?? '')).data
  } catch {
    return undefined
  }
}
