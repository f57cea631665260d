import { inspect } from 'node:util'

const SHOWN = '[secret]'

/** A text that nobody sees by accident: logged, thrown, inspected or put into JSON or another text, it says `[secret]`. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The text itself, for the one place that needs it. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return SHOWN
  }

  toJSON(): string {
    return SHOWN
  }

  [inspect.custom](): string {
    return SHOWN
  }
}
