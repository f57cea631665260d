import { AnvilError, type Variables } from '@anvil/shared'
import type { Prompt } from '@anvil/shared/api'
import type { Aside, AsideCopies, SettingAside } from './aside-copies.js'
import { type Content, contentOf, declareUsed, isLarge, isSame } from './content.js'
import type { LocalCopies } from './local-copy.js'

const PAUSE_MS = 800
const AGAIN_MS = 3_000
/** A large text is read and copied once typing pauses for so long, and while it does not, so often. */
const SETTLE = { pauseMs: 200, atMostMs: 1_000 }

/** How the text stands with FORGE. */
export type Standing =
  | { is: 'saved' }
  | { is: 'waiting' }
  | { is: 'saving' }
  | { is: 'away'; why: string }
  | { is: 'refused'; why: string }
  /** The prompt was deleted or moved. */
  | { is: 'gone' }
  | { is: 'conflict'; theirs: Prompt; base: Content | undefined }

export interface Kept {
  content: Content
  standing: Standing
  /** Whether the text was found in this browser, where it had not reached FORGE. */
  isRestored: boolean
  /** Whether this browser could keep a copy of what is not saved. */
  isKept: boolean
  /** What was set aside for another text, the newest first. */
  asides: readonly Aside[]
}

interface KeeperParts {
  copies: LocalCopies
  asides: AsideCopies
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
  #settling: { timer: ReturnType<typeof setTimeout>; since: number } | undefined
  #isSaving = false
  #kept: Kept

  constructor(prompt: Prompt, parts: KeeperParts) {
    this.#parts = parts
    this.#base = prompt
    this.#known = prompt.variables
    const content = contentOf(prompt)
    this.#began = content
    const asides = parts.asides.list()
    this.#kept = { content, standing: { is: 'saved' }, isRestored: false, isKept: true, asides }
    this.#restore(prompt)
  }

  readonly get = (): Kept => this.#kept

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Whether leaving the page would lose something that was written. */
  readonly wouldLose = (): boolean => {
    const { standing, isKept, asides } = this.#kept
    return (standing.is !== 'saved' && !isKept) || asides.some((aside) => !aside.isKept)
  }

  /** Takes what the person wrote. */
  change(written: Content): void {
    if (!isLarge(written)) return this.#take(declareUsed(written, this.#known))
    this.#write(written)
    this.#settleSoon()
  }

  /** Reads and copies now what was written. */
  readonly settle = (): void => {
    if (!this.#settling) return
    clearTimeout(this.#settling.timer)
    this.#settling = undefined
    const content = declareUsed(this.#kept.content, this.#known)
    this.#show({ content, isKept: this.#copy(content) })
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
    this.settle()
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

  /** Writes the text over theirs, which is set aside. */
  keepMine(): void {
    this.settle()
    const { standing, content } = this.#kept
    if (standing.is !== 'conflict') return
    const { theirs } = standing
    this.#base = theirs
    this.#began = contentOf(theirs)
    if (!isSame(this.#began, content))
      this.setAside(this.#began, { writer: theirs.updated_by?.name ?? 'somebody else' })
    this.#show({ standing: { is: 'waiting' } })
    this.#take(content)
    void this.flush()
  }

  /** Goes on with theirs; the own text is set aside. */
  takeTheirs(): void {
    this.settle()
    const { standing, content } = this.#kept
    if (standing.is !== 'conflict') return
    this.#base = standing.theirs
    this.#known = standing.theirs.variables
    this.#began = contentOf(standing.theirs)
    this.setAside(content, { leave: () => this.#parts.copies.drop() })
    this.#show({ content: this.#began, standing: { is: 'saved' }, isRestored: false })
  }

  /** Goes on with a text that was set aside; what was written since is set aside for it. */
  bringBack(aside: Aside): void {
    this.settle()
    const { content, asides } = this.#kept
    if (!asides.some(({ key }) => key === aside.key)) return
    const isTheirs = content === this.#began || isSame(content, aside.content)
    if (!isTheirs) this.setAside(content)
    this.#known = aside.content.variables ?? this.#known
    this.#take(aside.content)
    this.dismiss(aside)
    if (!this.#kept.isKept) this.#show({ isKept: this.#copy(this.#kept.content) })
  }

  /** Sets a text aside, where the person sees it and can bring it back. */
  setAside(content: Content, more?: SettingAside): void {
    const aside = this.#parts.asides.add(content, more)
    this.#show({ asides: [aside, ...this.#kept.asides] })
  }

  /** Forgets a text that was set aside. */
  dismiss(aside: Aside): void {
    this.#parts.asides.drop(aside)
    this.#show({ asides: this.#kept.asides.filter(({ key }) => key !== aside.key) })
  }

  /** Goes on with the prompt that was made anew of the text. */
  goOn(prompt: Prompt): void {
    this.settle()
    this.#saved(prompt, this.#kept.content)
  }

  /** Keeps the text no longer: it is somewhere else now. */
  letGo(): void {
    clearTimeout(this.#timer)
    this.settle()
    this.#parts.copies.drop()
    this.#show({ standing: { is: 'saved' } })
  }

  #restore(prompt: Prompt): void {
    const copy = this.#parts.copies.takeOver()
    if (!copy) return
    if (isSame(copy.content, this.#kept.content)) {
      this.#parts.copies.drop()
      return
    }
    this.#base = { ...prompt, etag: copy.etag }
    if (copy.etag !== prompt.etag) this.#began = copy.began
    this.#known = copy.content.variables ?? prompt.variables
    this.#kept = { ...this.#kept, content: copy.content, standing: { is: 'waiting' }, isRestored: true }
  }

  #take(content: Content): void {
    this.#write(content, this.#copy(content))
  }

  #write(content: Content, isKept = this.#kept.isKept): void {
    const { standing } = this.#kept
    const isNew = standing.is === 'saved' || standing.is === 'refused' || standing.is === 'gone'
    this.#show({ content, isKept, standing: isNew ? { is: 'waiting' } : standing })
    if (standing.is !== 'conflict') this.#later(PAUSE_MS)
  }

  #copy(content: Content): boolean {
    return this.#parts.copies.keep({ content, etag: this.#base.etag, at: Date.now(), began: this.#began })
  }

  #settleSoon(): void {
    const since = this.#settling?.since ?? Date.now()
    clearTimeout(this.#settling?.timer)
    const wait = Math.min(SETTLE.pauseMs, Math.max(0, since + SETTLE.atMostMs - Date.now()))
    this.#settling = { timer: setTimeout(this.settle, wait), since }
  }

  #saved(prompt: Prompt, sent: Content): void {
    this.#base = prompt
    this.#began = contentOf(prompt)
    const { content } = this.#kept
    if (content === sent) {
      this.#parts.copies.drop()
      const { asides } = this.#kept
      const isTight = asides.some(({ isKept }) => !isKept)
      this.#show({
        standing: { is: 'saved' },
        isRestored: false,
        asides: isTight ? this.#parts.asides.list() : asides,
      })
      return
    }
    this.#show({ standing: { is: 'waiting' }, isKept: this.#copy(content) })
    this.#later(PAUSE_MS)
  }

  async #failed(error: unknown, sent: Content): Promise<void> {
    const why = whyNot(error)
    if (isGone(error)) return this.#show({ standing: { is: 'gone' } })
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
      if (isGone(error)) return this.#show({ standing: { is: 'gone' } })
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

/** Whether a prompt is not where it was, or its prompt set is not. */
export const isGone = (error: unknown): boolean =>
  error instanceof AnvilError && (error.code === 'prompt.not_found' || error.code === 'prompt_set.not_found')

const whyNot = (error: unknown): string => (error instanceof Error ? error.message : String(error))
