import { describe, expect, it } from 'vitest'
import {
  aboutOf,
  extendTo,
  findAgain,
  isChosen,
  quoteOf,
  rangeAt,
  sayLines,
  spanOf,
  stepFrom,
  withEnd,
} from './line-range.js'
import { lineRows } from './line-rows.js'

const draft = (line: number) => ({ side: 'draft', line }) as const
const locked = (line: number) => ({ side: 'locked', line }) as const

describe('chosen lines', () => {
  it('begin with one, and go on to another in either direction', () => {
    const one = rangeAt(draft(3))
    expect(spanOf(one)).toEqual({ from: 3, to: 3 })
    expect(spanOf(extendTo(one, draft(5)))).toEqual({ from: 3, to: 5 })
    expect(spanOf(extendTo(extendTo(one, draft(5)), draft(2)))).toEqual({ from: 2, to: 3 })
  })

  it('begin anew at a line of the other side, and where none was chosen', () => {
    expect(extendTo(rangeAt(draft(3)), locked(7))).toEqual({ side: 'locked', anchor: 7, head: 7 })
    expect(extendTo(undefined, draft(2))).toEqual({ side: 'draft', anchor: 2, head: 2 })
  })

  it('are known by their side and number', () => {
    const range = extendTo(rangeAt(draft(4)), draft(2))
    const of = (side: typeof draft | typeof locked) => [1, 2, 3, 4, 5].filter((line) => isChosen(range, side(line)))
    expect([of(draft), of(locked)]).toEqual([[2, 3, 4], []])
    expect(isChosen(undefined, draft(1))).toBe(false)
  })

  it('are named, and quoted as they are, empty ones too', () => {
    expect([sayLines({ from: 3, to: 3 }), sayLines({ from: 3, to: 5 })]).toEqual(['line 3', 'lines 3–5'])
    const text = 'One\n\nThree\nFour\n'
    expect(quoteOf(text, { from: 2, to: 3 })).toBe('\nThree')
    expect(quoteOf(text, { from: 4, to: 5 })).toBe('Four\n')
    expect(quoteOf(text, { from: 1, to: 1 })).toBe('One')
  })
})

describe('a step among lines', () => {
  const rows = lineRows('One\nTwo\nThree', 'One\nChanged\nThree')

  it('goes to the next one, and stays at either end', () => {
    const sides = rows.map(({ side, line }) => `${side} ${line}`)
    expect(sides).toEqual(['draft 1', 'locked 2', 'draft 2', 'draft 3'])
    expect(stepFrom(rows, { at: 0, step: 1 })).toBe(1)
    expect(stepFrom(rows, { at: 0, step: -1 })).toBe(0)
    expect(stepFrom(rows, { at: 3, step: 1 })).toBe(3)
  })

  it('passes over lines of the other side while lines are chosen', () => {
    expect(stepFrom(rows, { at: 0, step: 1, side: 'draft' })).toBe(2)
    expect(stepFrom(rows, { at: 2, step: -1, side: 'draft' })).toBe(0)
    expect(stepFrom(rows, { at: 1, step: 1, side: 'locked' })).toBe(1)
  })
})

describe('the end of chosen lines', () => {
  const rows = lineRows('One\nTwo\nThree', 'One\nChanged\nThree')

  it('goes one line on or back, and no further than there are lines', () => {
    const one = rangeAt(draft(2))
    expect(withEnd(rows, one, 1)).toEqual({ side: 'draft', anchor: 2, head: 3 })
    expect(withEnd(rows, extendTo(one, draft(1)), 1)).toEqual({ side: 'draft', anchor: 1, head: 3 })
    expect(withEnd(rows, extendTo(one, draft(3)), -1)).toEqual({ side: 'draft', anchor: 2, head: 2 })
    expect(withEnd(rows, rangeAt(draft(3)), 1)).toBeUndefined()
    expect(withEnd(rows, one, -1)).toBeUndefined()
  })

  it('of what goes, passes no line that stays', () => {
    expect(withEnd(rows, rangeAt(locked(2)), 1)).toBeUndefined()
  })
})

describe('lines of a text that repeat', () => {
  const text = 'Yes\nNo\nYes\nNo'

  it.each([
    [1, 2, 'Yes\nNo'],
    [3, 4, 'Yes\nNo'],
    [2, 3, 'No\nYes'],
    [1, 4, text],
  ])('are quoted from %i to %i as they stand there', (from, to, quote) => {
    expect(quoteOf(text, { from, to })).toBe(quote)
    expect(quote.split('\n')).toHaveLength(to - from + 1)
  })

  it('are all steps of their own', () => {
    const rows = lineRows('', text)
    expect([0, 1, 2].map((at) => stepFrom(rows, { at, step: 1, side: 'draft' }))).toEqual([1, 2, 3])
    expect(withEnd(rows, rangeAt(draft(3)), 1)).toEqual({ side: 'draft', anchor: 3, head: 4 })
  })
})

describe('lines that were quoted', () => {
  const rows = lineRows('Gone\nYes', 'Yes\nNo\nMaybe\nNo')
  const chosen = (anchor: number, head = anchor, side: 'draft' | 'locked' = 'draft') => ({ side, anchor, head })

  it.each([
    ['where they are, though others say the same', chosen(4), 'No', chosen(4)],
    ['in the direction in which they were chosen', chosen(2, 1), 'Yes\nNo', chosen(2, 1)],
    ['of what goes', chosen(1, 1, 'locked'), 'Gone', chosen(1, 1, 'locked')],
    ['where they have moved to', chosen(7, 8), 'No\nMaybe', chosen(2, 3)],
  ])('are found again %s', (_, range, quote, found) => {
    expect(findAgain(rows, { range, quote })).toEqual(found)
  })

  it.each([
    ['nothing says it any more', chosen(2), 'Never'],
    ['more than one says it elsewhere', chosen(3), 'No'],
    ['the other side says it', chosen(1, 1, 'locked'), 'Maybe'],
    ['they would go on beyond the end', chosen(4, 5), 'No\nYes'],
  ])('are not guessed where %s', (_, range, quote) => {
    expect(findAgain(rows, { range, quote })).toBeUndefined()
  })
})

describe('lines that are written about', () => {
  const rows = lineRows('Gone\nYes', 'Yes\nNo\n\nMaybe')

  it.each([
    ['one line', { side: 'draft', anchor: 2, head: 2 }, 'No'],
    ['several, chosen upwards, an empty one too', { side: 'draft', anchor: 4, head: 2 }, 'No\n\nMaybe'],
    ['those that go, and not those that stay', { side: 'locked', anchor: 1, head: 2 }, 'Gone'],
  ] as const)('are kept with what they say: %s', (_, range, quote) => {
    expect(aboutOf(rows, range)).toEqual({ range, quote })
  })

  it('are found again by what was kept', () => {
    const range = { side: 'draft', anchor: 2, head: 4 } as const
    const longer = lineRows('', 'New\nYes\nNo\n\nMaybe\nEnd')
    expect(findAgain(longer, aboutOf(rows, range))).toEqual({ side: 'draft', anchor: 3, head: 5 })
  })
})
