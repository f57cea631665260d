import { describe, expect, it } from 'vitest'
import { rowsWith, rowWithin, stepRow } from './row-steps.js'

describe('a step in a table', () => {
  const inside = { at: 3, count: 5, isInside: true }

  it.each([
    ['down', inside, 1, 4],
    ['up', inside, -1, 2],
    ['down at the end', { ...inside, at: 4 }, 1, 4],
    ['up at the start', { ...inside, at: 0 }, -1, 0],
    ['to where it was, from outside', { ...inside, isInside: false }, 1, 3],
    ['to the last, where the table has become shorter', { at: 9, count: 5, isInside: false }, -1, 4],
    ['nowhere in a table without rows', { at: 0, count: 0, isInside: true }, 1, 0],
  ])('goes %s', (_how, place, by, expected) => {
    expect(stepRow(place, by)).toBe(expected)
  })

  it('stays within the rows that there are', () => {
    expect([rowWithin(-2, 3), rowWithin(1, 3), rowWithin(3, 3), rowWithin(7, 0)]).toEqual([0, 1, 2, 0])
  })
})

describe('the rows in the page', () => {
  it('are those in sight and that of the keyboard, each once and in order', () => {
    expect(rowsWith([10, 11, 12], 3, 100)).toEqual([3, 10, 11, 12])
    expect(rowsWith([10, 11, 12], 99, 100)).toEqual([10, 11, 12, 99])
    expect(rowsWith([10, 11, 12], 11, 100)).toEqual([10, 11, 12])
  })

  it('have none that is not there any more', () => {
    expect(rowsWith([0, 1], 2, 2)).toEqual([0, 1])
    expect(rowsWith([], 0, 0)).toEqual([])
  })
})
