import { expect, it } from 'vitest'
import { neighbourOf } from './neighbour-of.js'

it.each([
  ['b', 1, 'c'],
  ['b', -1, 'a'],
  ['c', 1, undefined],
  ['a', -1, undefined],
  ['elsewhere', 1, undefined],
])('from %s by %i is %s', (id, by, neighbour) => {
  expect(neighbourOf(['a', 'b', 'c'], id, by)).toBe(neighbour)
})
