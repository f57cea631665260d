import { expect, it } from 'vitest'
import { sayPrompts } from './say-prompts.js'

it.each([
  [0, '0 prompts'],
  [1, '1 prompt'],
  [2, '2 prompts'],
  [9_999, '9,999 prompts'],
  [10_000, '10,000 prompts'],
])('says %i as people do', (count, said) => {
  expect(sayPrompts(count)).toBe(said)
})
