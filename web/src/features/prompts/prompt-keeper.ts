import { AnvilError, type Variables } from '@anvil/shared'
import type { Prompt } from '@anvil/shared/api'
import { type Content, contentOf, declareUsed, isSame } from './content.js'
import type { LocalCopies } from './local-copy.js'

const PAUSE_MS = 800
const AGAIN_MS = 3_000

/** How the text stands with FORGE. */
export type Standing =
  | { is: 'saved' }
  | { is: 'waiting' }
  | { is: 'saving' }
  | { is: 'away'; why: string }
  | { is: 'refused'; why: string }
  | { is: 'conflict'; theirs: Prompt; base: Content | undefined }

export interface Kept {
  content: Content
  standing: Standing
  /** Whether the text was found in this browser, where it had not reached FORGE. */
  isRestored: boolean
  /** Whether this browser could keep a copy of what is not saved. */
  isKept: boolean
  /** What was written before theirs was taken. */
  aside: Content | undefined
}

interface KeeperParts {
  copies: LocalCopies
  /** Writes a content over the one with an ETag. */
  put: (content: Content, etag: string) => Promise<Prompt>
  read: () => Promise<Prompt>
}

/** Keeps what is written of one prompt: in this browser at once, at FORGE once typing pauses. It never loses a text. */
export class PromptKeeper {
  readonly #parts: KeeperParts
  readonly #listeners = new Set<() => void>()
  #base: Prompt
  /** What the person began to write on, where that is known. */
  #began: Content | undefined
  #known: Variables
  #timer: ReturnType<typeof setTimeout> | undefined
  #isSaving = false
  #kept: Kept

  constructor(prompt: Prompt, parts: KeeperParts) {
    this.#parts = parts
    this.#base = prompt
    this.#known = prompt.variables
    const content = contentOf(prompt)
    this.#began = content
    this.#kept = { content, standing: { is: 'saved' }, isRestored: false, isKept: true, aside: undefined }
    this.#restore(prompt)
  }

  readonly get = (): Kept => this.#kept

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Takes what the person wrote. */
  change(written: Content): void {
    this.#take(declareUsed(written, this.#known))
  }

  /** Takes a content with exactly the variables that it declares, and those that it needs besides. */
  rewrite(written: Content): void {
    this.#known = written.variables ?? {}
    this.#take(declareUsed(written, this.#known))
  }

  /** Takes a newer state from FORGE, unless there is text that it does not have. */
  offer(prompt: Prompt): void {
    if (this.#kept.standing.is !== 'saved' || prompt.revision <= this.#base.revision) return
    this.#base = prompt
    this.#known = prompt.variables
    this.#began = contentOf(prompt)
    this.#show({ content: this.#began })
  }

  /** Saves now what is not saved. */
  readonly flush = async (): Promise<void> => {
    clearTimeout(this.#timer)
    const { content, standing } = this.#kept
    if (this.#isSaving || standing.is === 'saved' || standing.is === 'conflict') return
    this.#isSaving = true
    if (standing.is !== 'away') this.#show({ standing: { is: 'saving' } })
    try {
      this.#saved(await this.#parts.put(content, this.#base.etag), content)
    } catch (error) {
      await this.#failed(error, content)
    } finally {
      this.#isSaving = false
    }
  }

  /** Writes the text over theirs. */
  keepMine(): void {
    const { standing } = this.#kept
    if (standing.is !== 'conflict') return
    this.#base = standing.theirs
    this.#began = contentOf(standing.theirs)
    this.#show({ standing: { is: 'waiting' } })
    this.#take(this.#kept.content)
    void this.flush()
  }

  /** Goes on with theirs; the own text is set aside. */
  takeTheirs(): void {
    const { standing, content } = this.#kept
    if (standing.is !== 'conflict') return
    this.#base = standing.theirs
    this.#known = standing.theirs.variables
    this.#began = contentOf(standing.theirs)
    this.#parts.copies.drop()
    this.#show({ content: this.#began, standing: { is: 'saved' }, aside: content, isRestored: false })
  }

  /** Goes on with the text that was set aside. */
  bringBack(): void {
    const { aside } = this.#kept
    if (!aside) return
    this.#known = aside.variables ?? this.#known
    this.#show({ aside: undefined })
    this.#take(aside)
  }

  #restore(prompt: Prompt): void {
    const copy = this.#parts.copies.takeOver()
    if (!copy) return
    if (isSame(copy.content, this.#kept.content)) {
      this.#parts.copies.drop()
      return
    }
    this.#base = { ...prompt, etag: copy.etag }
    if (copy.etag !== prompt.etag) this.#began = undefined
    this.#known = copy.content.variables ?? prompt.variables
    this.#kept = { ...this.#kept, content: copy.content, standing: { is: 'waiting' }, isRestored: true }
  }

  #take(content: Content): void {
    const isKept = this.#parts.copies.keep({ content, etag: this.#base.etag, at: Date.now() })
    const { standing } = this.#kept
    const isNew = standing.is === 'saved' || standing.is === 'refused'
    this.#show({ content, isKept, standing: isNew ? { is: 'waiting' } : standing })
    if (standing.is !== 'conflict') this.#later(PAUSE_MS)
  }

  #saved(prompt: Prompt, sent: Content): void {
    this.#base = prompt
    this.#began = contentOf(prompt)
    const { content } = this.#kept
    if (content === sent) {
      this.#parts.copies.drop()
      this.#show({ standing: { is: 'saved' }, isRestored: false })
      return
    }
    this.#parts.copies.keep({ content, etag: prompt.etag, at: Date.now() })
    this.#show({ standing: { is: 'waiting' } })
    this.#later(PAUSE_MS)
  }

  async #failed(error: unknown, sent: Content): Promise<void> {
    const why = whyNot(error)
    if (error instanceof AnvilError && error.code === 'request.precondition_failed') return this.#meet()
    if (!(error instanceof AnvilError) || !isPassing(error)) {
      this.#show({ standing: { is: 'refused', why } })
      if (this.#kept.content !== sent) this.#later(PAUSE_MS)
      return
    }
    this.#show({ standing: { is: 'away', why } })
    this.#later(AGAIN_MS)
  }

  /** Looks at what somebody else wrote: the same text is no conflict. */
  async #meet(): Promise<void> {
    try {
      const theirs = await this.#parts.read()
      const { content } = this.#kept
      if (isSame(contentOf(theirs), content)) this.#saved(theirs, content)
      else this.#show({ standing: { is: 'conflict', theirs, base: this.#began } })
    } catch (error) {
      const isRefused = error instanceof AnvilError && !isPassing(error)
      this.#show({ standing: { is: isRefused ? 'refused' : 'away', why: whyNot(error) } })
      if (!isRefused) this.#later(AGAIN_MS)
    }
  }

  #later(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), ms)
  }

  #show(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change }
    for (const listener of this.#listeners) listener()
  }
}

/** What goes away by itself, or once the person has signed in again. */
const isPassing = ({ code, status }: AnvilError): boolean =>
  code === 'network.unreachable' || status === 401 || status === 429 || status >= 500

function whyNot(error: unknown): string {
  if (error instanceof AnvilError && error.code === 'prompt.not_found')
    return 'This prompt was deleted or moved while you were writing. Copy your text, and put it where it belongs now.'
  return error instanceof Error ? error.message : String(error)
}
