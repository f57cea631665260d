import { AnvilError } from '../errors.js'

const UNPAIRED = /\p{Surrogate}/u

/** Refuses a text that some of the stores and languages on the way can't hold: one with NUL or with half of a surrogate pair. */
export function assertJsonText(text: string): void {
  if (text.includes('\u0000')) {
    throw new AnvilError('json.forbidden_text', 'A text holds the character NUL (U+0000). Remove it.')
  }
  if (UNPAIRED.test(text)) {
    throw new AnvilError('json.forbidden_text', 'A text holds half of a surrogate pair. Send whole characters.')
  }
}
