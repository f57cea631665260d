import { expect, it } from 'vitest'
import { sayEnded, sayKeysLeft } from './say-ended.js'

it.each([
  [0, 'You had no other session.'],
  [1, '1 other session is ended.'],
  [3, '3 other sessions are ended.'],
])('says of %d sessions what became of them', (count, text) => {
  expect(sayEnded(count)).toBe(text)
})

it('which API keys go on is told by their names, and nothing where there are none', () => {
  expect(sayKeysLeft([])).toBe('')
  expect(sayKeysLeft([{ name: 'CI' }, { name: 'Deploy' }])).toBe(
    ' Your API keys go on: CI, Deploy. End those that you do not trust.',
  )
})
