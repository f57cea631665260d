import { describe, expect, it } from 'vitest'
import { readPending } from './pending-list.js'

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
