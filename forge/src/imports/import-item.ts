import type { PromptInput } from '@anvil/shared/api'

/** One prompt as a reader found it, before it is compared with what is there. */
export interface ImportItem {
  /** Where it stood, such as `line 12` or `support/welcome.md`. */
  source: string
  /** The id it came with; it is refused where another one came with it too. */
  id?: string
  /** The id that it should get where it came with none; else one is made of its title. */
  proposed?: string
  title?: string
  said: Said
  /** What a person should know of it. */
  notes: string[]
}

/** A text, to be taken literally or as a template; a whole prompt; or why it can't be imported. */
export type Said = { text: string } | { prompt: PromptInput } | { refused: string }
