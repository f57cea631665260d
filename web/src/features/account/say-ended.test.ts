import { expect, it } from 'vitest'
import { sayEnded } from './say-ended.js'

it.each([
  [0, 'You had no other session.'],
  [1, '1 other session is ended.'],
  [3, '3 other sessions are ended.'],
])('says of %d sessions what became of them', (count, text) => {
  expect(sayEnded(count)).toBe(text)
})
