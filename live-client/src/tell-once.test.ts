import { expect, it } from 'vitest'
import { TellOnce } from './tell-once.js'

it('is due once in ten minutes for each text', () => {
  let now = 0
  const told = new TellOnce({ now: () => 0, monotonic: () => now })
  expect([told.isDue('a'), told.isDue('b'), told.isDue('a')]).toEqual([true, true, false])
  now = 10 * 60_000
  expect([told.isDue('a'), told.isDue('a')]).toEqual([true, false])
})

it('keeps only so many texts', () => {
  const told = new TellOnce({ now: () => 0, monotonic: () => 0 })
  for (let n = 0; n < 51; n += 1) told.isDue(String(n))
  expect([told.isDue('0'), told.isDue('50')]).toEqual([true, false])
})
