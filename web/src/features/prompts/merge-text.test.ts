import { array, assert, constantFrom, option, property } from 'fast-check'
import { expect, it } from 'vitest'
import { type Hunk, mergeText, type Side, type TextSides } from './merge-text.js'

/** What comes out where a side is chosen for each difference; open ones are shown as both. */
const say = (sides: TextSides, choose: (hunk: Hunk) => Side | undefined = ({ by }) => by): string =>
  mergeText(sides)
    .map((piece) => {
      if (typeof piece === 'string') return piece
      const side = choose(piece)
      return side ? piece[side] : `<${piece.mine}|${piece.theirs}>`
    })
    .join('')

const BASE = 'One. Two. Three.\nFour.\nFive.\n'

it.each<[string, string, string, string]>([
  [
    'takes what each changed alone',
    'One! Two. Three.\nFour.\nFive.\n',
    'One. Two. Three.\nFour.\n5.\n',
    'One! Two. Three.\nFour.\n5.\n',
  ],
  [
    'takes sentences of the same line from both',
    'One! Two. Three.\nFour.\nFive.\n',
    'One. Two. Drei.\nFour.\nFive.\n',
    'One! Two. Drei.\nFour.\nFive.\n',
  ],
  [
    'takes one side’s deletion beside the other’s addition',
    'Two. Three.\nFour.\nFive.\n',
    `${BASE}Six.\n`,
    'Two. Three.\nFour.\nFive.\nSix.\n',
  ],
  [
    'takes the same change once',
    'One. 2. Three.\nFour.\nFive.\n',
    'One. 2. Three.\nFour.\nFive.\n',
    'One. 2. Three.\nFour.\nFive.\n',
  ],
  [
    'asks where both changed the same sentence',
    'One. 2. Three.\nFour.\nFive.\n',
    'One. II. Three.\nFour.\nFive.\n',
    'One. <2. |II. >Three.\nFour.\nFive.\n',
  ],
  [
    'asks where one deleted what the other changed',
    'One. Two. Three.\nFive.\n',
    'One. Two. Three.\n4.\nFive.\n',
    'One. Two. Three.\n<|4.\n>Five.\n',
  ],
  ['asks where both add something at the same place', `${BASE}Six.\n`, `${BASE}6.\n`, `${BASE}<Six.\n|6.\n>`],
])('%s', (_what, mine, theirs, merged) => {
  expect(say({ mine, theirs, base: BASE })).toBe(merged)
})

it('asks for every difference where nobody knows what both began with', () => {
  const mine = BASE.replace('One', '1')
  const theirs = BASE.replace('Five', '5')
  expect(say({ mine, theirs, base: undefined })).toBe('<1. |One. >Two. Three.\nFour.\n<Five.\n|5.\n>')
  expect(mergeText({ mine, theirs: mine, base: undefined })).toEqual([mine])
})

const WORDS = array(constantFrom('Hello. ', 'You? ', 'Bye.\n', 'One ', '{{name}}', '\n', '🙂', 'e.g. '), {
  maxLength: 30,
}).map((words) => words.join(''))

it('gives each side back as it was to who takes all of it, and one side’s changes where the other made none', () => {
  assert(
    property(WORDS, WORDS, option(WORDS, { nil: undefined }), (mine, theirs, base) => {
      expect(say({ mine, theirs, base }, () => 'mine')).toBe(mine)
      expect(say({ mine, theirs, base }, () => 'theirs')).toBe(theirs)
      expect(say({ mine, theirs: base ?? '', base: base ?? '' })).toBe(mine)
      expect(say({ mine: base ?? '', theirs, base: base ?? '' })).toBe(theirs)
    }),
  )
})

it('takes a text of more different lines than it compares as one difference', () => {
  const lines = (of: string) => Array.from({ length: 30_000 }, (_, at) => `${of}${at}\n`).join('')
  const [mine, theirs] = [lines('a'), lines('b')]
  expect(mergeText({ mine, theirs, base: undefined })).toEqual([{ mine, theirs, base: undefined, by: undefined }])
})
