import { expect, it } from 'vitest'
import { sayWhen } from './say-when.js'

const NOW = new Date('2026-11-21T12:00:00Z')

it.each([
  ['2026-11-21T12:00:00Z', 'now'],
  ['2026-11-21T11:59:01Z', '59 seconds ago'],
  ['2026-11-21T11:59:00Z', '1 minute ago'],
  ['2026-11-21T10:00:01Z', '1 hour ago'],
  ['2026-11-20T12:00:00Z', 'yesterday'],
  ['2026-11-23T13:00:00Z', 'in 2 days'],
  ['2027-01-01T12:00:00Z', 'next month'],
  ['2025-11-20T12:00:00Z', 'last year'],
])('says of %s: %s', (at, said) => {
  expect(sayWhen(at, NOW)).toBe(said)
})
