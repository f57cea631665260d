import { expect, it } from 'vitest'
import { isVersionNumber } from './version-number.js'

it.each(['1.0.0', '0.1.0', '10.20.30', '1.4.0-live.3', '1.4.0-review.12'])('takes %s', (text) => {
  expect(isVersionNumber(text)).toBe(true)
})

it.each(['', '1', '1.0', '01.0.0', '1.0.0-beta.1', '1.0.0-live.0', '1.0.0-live', '1.0.0+build', 'v1.0.0', '1.0.0 '])(
  'refuses %j',
  (text) => {
    expect(isVersionNumber(text)).toBe(false)
  },
)
