/** Which of the first 128 characters belong to a set; all others do not. */
export type CharacterSet = Uint8Array

/** The set of these characters. */
export function charactersOf(characters: string): CharacterSet {
  const set = new Uint8Array(128)
  for (const character of characters) set[character.charCodeAt(0)] = 1
  return set
}

/** Reads a text from left to right; `steps` counts the characters that were looked at. */
export class TextWalk {
  readonly text: string
  steps = 0

  constructor(text: string) {
    this.text = text
  }

  /** Whether the character at an index belongs to a set. */
  isIn(at: number, set: CharacterSet): boolean {
    this.steps++
    return set[this.text.charCodeAt(at)] === 1
  }

  /** Where the characters of a set end that begin at `from`. */
  endOf(from: number, set: CharacterSet): number {
    let at = from
    while (at < this.text.length && this.isIn(at, set)) at++
    return at
  }
}

const DIGITS = '0123456789'
const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = LOWER.toUpperCase()

export const HEX = charactersOf(`${DIGITS}abcdefABCDEF`)
export const ALPHANUMERIC = charactersOf(DIGITS + LOWER + UPPER)
export const WORD = charactersOf(`${DIGITS}${LOWER}${UPPER}_`)
export const BASE64 = charactersOf(`${DIGITS}${LOWER}${UPPER}+/=`)
export const BASE64_URL = charactersOf(`${DIGITS}${LOWER}${UPPER}_-`)
export const DOTTED = charactersOf(`${DIGITS}${LOWER}${UPPER}_-.`)
export const PATH = charactersOf(`${DIGITS}${LOWER}${UPPER}_-/`)
export const TOKEN = charactersOf(`${DIGITS}${LOWER}${UPPER}_-+/`)
