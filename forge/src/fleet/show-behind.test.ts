import { expect, it } from 'vitest'
import { showBehind } from './show-behind.js'

it.each([
  [{ epoch: 1, sequence: 17 }, 'run sequence 17, and this FORGE is at 3'],
  [{ epoch: 2, sequence: 3 }, 'run sequence 3 of epoch 2, and this FORGE is at sequence 3 of epoch 1'],
  [{ epoch: 1, sequence: 3 }, 'run another sequence 3 than this FORGE'],
])('says of instances at %j how they differ', (fleet, words) => {
  expect(showBehind(fleet, { epoch: 1, sequence: 3 })).toBe(words)
})
