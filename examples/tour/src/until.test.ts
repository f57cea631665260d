import { expect, it } from 'vitest'
import { until } from './until.js'

it('asks until there is an answer', async () => {
  let asked = 0
  expect(await until('the third answer', 5_000, async () => (++asked === 3 ? 'here' : undefined))).toBe('here')
  expect(asked).toBe(3)
})

it('ends with the sentence that did not come true', async () => {
  await expect(until('the sun rises', 20, async () => undefined)).rejects.toThrow(
    'After 20 ms this was still not so: the sun rises',
  )
})
