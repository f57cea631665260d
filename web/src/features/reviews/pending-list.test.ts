import { describe, expect, it } from 'vitest'
import { lineRows } from './line-rows.js'
import { readPending, standingOf, toCopy } from './pending-list.js'

const comment = {
  place: { prompt_id: 'a.b', message: null, side: 'draft', lines: { from: 2, to: 2, quote: 'x' } },
  body: 'Why?',
  suggestion: null,
}

describe('comments that wait to be submitted', () => {
  it('are read as they were kept', () => {
    const kept = [{ id: 'one', comment }]
    expect(readPending(JSON.stringify(kept))).toEqual(kept)
  })

  it.each([
    ['nothing was kept', null],
    ['it is no JSON', '{'],
    ['it is something else', '{"a":1}'],
    ['a comment says nothing', JSON.stringify([{ id: 'one', comment: { ...comment, body: '' } }])],
  ])('are none where %s', (_, kept) => {
    expect(readPending(kept)).toEqual([])
  })
})

describe('a comment that waits, in a text as it is now', () => {
  const place = (side: 'draft' | 'locked', from: number, quote: string) => ({
    prompt_id: 'a.b',
    message: null,
    side,
    lines: { from, to: from + quote.split('\n').length - 1, quote },
  })
  const rows = lineRows('Old\nYes', 'Yes\nNo\nMaybe')

  it.each([
    ['at the last of its lines', place('draft', 1, 'Yes\nNo'), 'No'],
    ['where its lines have moved to', place('draft', 8, 'Yes'), 'Yes'],
    ['at a line that goes', place('locked', 1, 'Old'), 'Old'],
  ])('stands %s', (_, where, text) => {
    expect(standingOf(rows, where)).toMatchObject({ isLost: false, row: { text, side: where.side } })
  })

  it.each([
    ['its lines say something else', place('draft', 2, 'Never')],
    ['only the other side says it', place('locked', 1, 'No')],
  ])('stands at the end, and says so, where %s', (_, where) => {
    expect(standingOf(rows, where)).toEqual({ isLost: true, row: rows.at(-1) })
  })

  it('stands nowhere in no text', () => {
    expect(standingOf([], place('draft', 1, 'Yes'))).toEqual({ isLost: true, row: undefined })
  })
})

describe('a comment that is taken up again', () => {
  it('has its words, its lines, and what it suggests', () => {
    expect(toCopy({ ...comment, place: { ...comment.place, side: 'draft' }, suggestion: 'y' })).toEqual({
      body: 'Why?',
      suggestion: 'y',
      isSuggesting: true,
      about: { range: { side: 'draft', anchor: 2, head: 2 }, quote: 'x' },
    })
  })

  it('suggests nothing and is about no lines where it did and was not', () => {
    expect(toCopy({ place: null, body: 'Well done', suggestion: null })).toEqual({
      body: 'Well done',
      suggestion: null,
      isSuggesting: false,
      about: null,
    })
  })
})
