import type { Delimiters } from '../protocol/documents.js'

/** The tag marks of a template that names none. */
export const DEFAULT_DELIMITERS: Delimiters = ['{{', '}}']

const CANDIDATES: readonly Delimiters[] = [
  ['<%', '%>'],
  ['[[', ']]'],
  ['<<', '>>'],
  ['((', '))'],
  ['«', '»'],
  ['⟦', '⟧'],
]

/** Whether two texts may serve as tag marks: 1 to 16 characters without white space or "=". */
export function areDelimiters(open: string, close: string): boolean {
  return [open, close].every((mark) => mark.length <= 16 && /^[^\s=]+$/.test(mark))
}

/** Tag marks under which a text is literal: null if the default ones don't occur in it, else a pair that doesn't. */
export function chooseDelimiters(text: string): Delimiters | null {
  const isFree = ([open, close]: Delimiters): boolean => !text.includes(open) && !text.includes(close)
  if (isFree(DEFAULT_DELIMITERS)) return null
  const free = CANDIDATES.find(isFree)
  if (free) return free
  for (let number = 1; ; number += 1) {
    const pair: Delimiters = [`<%${number}`, `${number}%>`]
    if (isFree(pair)) return pair
  }
}
