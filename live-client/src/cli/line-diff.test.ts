import { array, assert, constantFrom, property } from 'fast-check'
import { expect, it } from 'vitest'
import { lineDiff } from './line-diff.js'

const shown = (before: string[], after: string[]) => lineDiff(before, after).map(({ sign, text }) => sign + text)

it('shows what went and what came, with two lines around it', () => {
  const before = ['a', 'b', 'c', 'old', 'd', 'e', 'f']
  expect(shown(before, before.with(3, 'new'))).toEqual([' b', ' c', '-old', '+new', ' d', ' e'])
})

it('shows nothing where nothing changed', () => {
  expect(shown(['a', 'b'], ['a', 'b'])).toEqual([])
})

it('shows a new and a removed text whole', () => {
  expect(shown([], ['a', 'b'])).toEqual(['+a', '+b'])
  expect(shown(['a', 'b'], [])).toEqual(['-a', '-b'])
})

const Lines = array(constantFrom('a', 'b', 'c', ''), { maxLength: 12 })

it('takes every line that differs from one text to the other, and no more than that', () => {
  assert(
    property(Lines, Lines, (before, after) => {
      const lines = lineDiff(before, after)
      const removed = lines.filter(({ sign }) => sign === '-').length
      const added = lines.filter(({ sign }) => sign === '+').length
      expect(before.length - removed).toBe(after.length - added)
      if (before.join('\n') === after.join('\n') && before.length === after.length) expect(lines).toEqual([])
    }),
  )
})

it('shows very long texts as replaced whole', () => {
  const long = Array.from({ length: 2_001 }, (_, at) => String(at))
  expect(lineDiff(long, ['x'])).toHaveLength(2_002)
})
