import { writeAnvilFile } from '@anvil/shared/bundle'
import { aBundle, testForge, textPrompt } from '@anvil/shared/testing'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { carveAnvilFile, claimedPosition } from './carve-anvil-file.js'
import { composeAnvilFile } from './compose-anvil-file.js'

const forge = testForge()
const trap = '},"format":1,"keysets":['
const one = aBundle({
  snapshot: { a: textPrompt(`text with ${trap} and "quotes"`) },
  created_at: '2026-01-15T10:30:00Z',
})
const two = aBundle({ prompt_set: 'support', prompt_set_id: '1b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2c', snapshot: {} })
const { envelope, bundles } = forge.publish([one, two], { sequence: 12, epoch: 1 })
const state = {
  keysets: forge.keysets,
  manifest: envelope,
  bundles: new Map([...bundles].map(([digest, { bytes }]) => [digest, bytes])),
}
const file = Buffer.concat(composeAnvilFile(state))

describe('the last good file', () => {
  it('is put together as a .anvil file is written, byte for byte', () => {
    expect(file.equals(writeAnvilFile(state))).toBe(true)
    const empty = { ...state, manifest: forge.publish([]).envelope, bundles: new Map() }
    expect(Buffer.concat(composeAnvilFile(empty)).equals(writeAnvilFile(empty))).toBe(true)
  })

  it('comes apart into what it was put together from', () => {
    const carved = carveAnvilFile(file)
    expect(Buffer.concat(composeAnvilFile(carved ?? state)).equals(file)).toBe(true)
    expect([...(carved?.bundles.keys() ?? [])].sort()).toEqual([...state.bundles.keys()].sort())
    for (const [digest, bytes] of carved?.bundles ?? [])
      expect(Buffer.from(bytes).equals(state.bundles.get(digest) ?? new Uint8Array())).toBe(true)
  })

  it('tells the position that its manifest claims', () => {
    expect(claimedPosition(envelope)).toEqual({ epoch: 1, sequence: 12 })
    expect(claimedPosition(Buffer.from('{}'))).toBeUndefined()
    expect(claimedPosition(Buffer.from('no json'))).toBeUndefined()
  })

  it('never throws, whatever is cut off or altered', () => {
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, flip, cut) => {
        const altered = Buffer.from(file)
        altered[at] = (altered[at] ?? 0) ^ flip
        carveAnvilFile(cut ? file.subarray(0, at) : altered)
      }),
      { numRuns: 2_000 },
    )
    expect(carveAnvilFile(file.subarray(0, file.length - 2))).toBeUndefined()
    expect(carveAnvilFile(new Uint8Array())).toBeUndefined()
  })
})
