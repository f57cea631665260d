import type { Variables } from '../protocol/documents.js'
import type { Frame } from './frame.js'
import { TEMPLATE_LIMITS, tooLarge, tooManySteps } from './template-limits.js'
import { pathOf } from './variable-name.js'

/** What one render has written, used and missed so far. */
export class Run {
  /** The values given by the caller, and what is declared of them. */
  readonly root: Frame
  readonly declared: Variables
  readonly #optional: ReadonlySet<string>
  readonly #pieces: string[] = []
  #missing: Set<string> | undefined
  #characters = 0
  #steps = 0

  constructor(root: Frame, declared: Variables, optional: ReadonlySet<string>) {
    this.root = root
    this.declared = declared
    this.#optional = optional
  }

  /** Adds to the result. */
  write(text: string): void {
    this.#characters += text.length
    this.#pieces.push(text)
  }

  /** The result; joining gives one flat string, cheaper to write out than what `+` builds. */
  text(): string {
    checkSize(this.#characters)
    return this.#pieces.join('')
  }

  /** Counts parts and turns; throws where these or the characters so far are beyond the limit. */
  step(count: number): void {
    this.#steps += count
    if (this.#steps > TEMPLATE_LIMITS.steps) throw tooManySteps()
    checkSize(this.#characters)
  }

  /** The names that are missing, in order; undefined if none is. */
  get missing(): ReadonlySet<string> | undefined {
    return this.#missing
  }

  /** Remembers a required name that is not given. */
  require(name: string): void {
    this.#missing ??= new Set()
    this.#missing.add(name)
  }

  /** Remembers a name that nothing has, unless its variable may be absent. */
  miss(name: string): void {
    const [head] = pathOf(name)
    if (head === undefined || !this.#optional.has(head)) this.require(name)
  }
}

/** Throws if a result of this many characters is larger than a prompt may be. */
export function checkSize(characters: number): void {
  if (characters > TEMPLATE_LIMITS.outputCharacters) throw tooLarge('The result', TEMPLATE_LIMITS.outputCharacters)
}
