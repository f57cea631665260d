import { assert, property, string } from 'fast-check'
import { expect, it } from 'vitest'
import { fingerprint } from './fingerprint.js'

it('is the same for what says the same, and short', () => {
  const value = () => ({ id: 'welcome', text: 'Hello {{name}} 👋' })
  expect(fingerprint(value())).toBe(fingerprint(value()))
  expect(fingerprint('x'.repeat(100_000)).length).toBeLessThan(20)
})

it('differs where two texts differ', () => {
  assert(
    property(string(), string(), (one, other) => {
      expect(fingerprint(one) === fingerprint(other)).toBe(one === other)
    }),
  )
})
