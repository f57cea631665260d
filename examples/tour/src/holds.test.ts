import { expect, it } from 'vitest'
import { equals, holds } from './holds.js'

it('answers the sentence that holds', () => {
  expect(holds('the sky is above', true)).toBe('the sky is above')
  expect(equals('both say the same', { a: [1] }, { a: [1] })).toBe('both say the same')
})

it('names the sentence that does not, with what was found instead', () => {
  expect(() => holds('the sky is below', false)).toThrow('This does not hold: the sky is below')
  expect(() => equals('both say the same', 'a', 'b')).toThrow('both say the same. Expected "b", found "a"')
})
