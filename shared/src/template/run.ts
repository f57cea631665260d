import { TEMPLATE_LIMITS, tooLarge, tooManySteps } from './template-limits.js'

/** What one render has used and missed so far. */
export class Run {
  readonly #optional: ReadonlySet<string>
  readonly missing = new Set<string>()
  steps = 0

  constructor(optional: ReadonlySet<string>) {
    this.#optional = optional
  }

  /** Counts parts and turns; throws beyond the limit. */
  step(count: number): void {
    this.steps += count
    if (this.steps > TEMPLATE_LIMITS.steps) throw tooManySteps()
  }

  /** Remembers a name that nothing has, unless its variable may be absent. */
  miss(name: string, head: string | undefined): void {
    if (head === undefined || !this.#optional.has(head)) this.missing.add(name)
  }
}

/** Throws if a result of this many characters is larger than a prompt may be. */
export function checkSize(characters: number): void {
  if (characters > TEMPLATE_LIMITS.outputCharacters) throw tooLarge('The result', TEMPLATE_LIMITS.outputCharacters)
}
