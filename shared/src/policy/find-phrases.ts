import { countBefore } from './line-counter.js'

/** A phrase that stands in a text, the line on which it begins, from 1, and that line. */
export interface FoundPhrase {
  readonly phrase: string
  readonly line: number
  readonly text: string
}

const UNSEEN = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

/** Looks for phrases as whole words, whatever their case, spacing, and kind of letters, over the ends of lines too; each once a line. */
export function findPhrases(text: string, phrases: readonly string[]): FoundPhrase[] {
  const lines = text.split('\n')
  const starts: number[] = []
  let folded = ''
  for (const line of lines) {
    const words = fold(line)
    if (words !== '' && folded !== '') folded += ' '
    starts.push(folded.length)
    folded += words
  }
  return phrases
    .flatMap((phrase) => {
      const found = new Set(placesOf(folded, fold(phrase)).map((at) => countBefore(starts, at + 1)))
      return [...found].map((line) => ({ phrase, line, text: lines[line - 1] ?? '' }))
    })
    .toSorted((a, b) => a.line - b.line)
}

function placesOf(text: string, phrase: string): number[] {
  const places: number[] = []
  if (phrase === '') return places
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + phrase.length)) {
    if (isApart(text, at, phrase)) places.push(at)
  }
  return places
}

/** Whether no word goes on beyond either end; in scripts without spaces every place is one. */
function isApart(text: string, at: number, phrase: string): boolean {
  const goesOn = (one: string | undefined, other: string | undefined): boolean =>
    one !== undefined && other !== undefined && isLetter(one) && isLetter(other)
  return !goesOn(text[at - 1], phrase[0]) && !goesOn(text[at + phrase.length], phrase.at(-1))
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

function isLetter(character: string): boolean {
  return LETTER_OR_DIGIT.test(character) && !UNSPACED.test(character)
}

function fold(text: string): string {
  return text.normalize('NFKC').replace(UNSEEN, '').toLowerCase().replace(/\s+/gu, ' ').trim()
}
