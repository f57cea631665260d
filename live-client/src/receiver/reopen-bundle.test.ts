import { canonicalBytes, entryOf, sealBundle, sha256Hex } from '@anvil/shared/bundle'
import { aBundle } from '@anvil/shared/testing'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reopenBundle } from './reopen-bundle.js'

const bundle = aBundle()
const bytes = canonicalBytes(bundle)
const entry = entryOf(bundle, sealBundle(bundle))
const refused = expect.objectContaining({ code: 'bundle.hash_mismatch', details: { sha256: entry.sha256 } })

describe('a bundle that was kept', () => {
  it('is what it was, also as a part of a larger file', () => {
    expect(reopenBundle(bytes, entry)).toEqual(bundle)
    const file = Buffer.concat([Buffer.from('before'), bytes, Buffer.from('after')])
    expect(reopenBundle(file.subarray(6, 6 + bytes.length), entry)).toEqual(bundle)
  })

  it('is refused where it is gone, empty, cut short or longer', () => {
    const longer = Buffer.concat([bytes, Buffer.from(' ')])
    for (const found of [undefined, new Uint8Array(), bytes.subarray(1), bytes.subarray(0, -1), longer])
      expect(() => reopenBundle(found, entry)).toThrow(refused)
  })

  it('is refused where any bit of it is another', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        const altered = Uint8Array.from(bytes)
        altered[at] = (altered[at] ?? 0) ^ (1 << bit)
        expect(() => reopenBundle(altered, entry)).toThrow(refused)
      }),
    )
  })

  it.each(['null', '[]', '"snapshot"', '{"snapshot":{}}', '{"includes":{}}'])(
    'is refused where the digest is right but it reads %s',
    (text) => {
      const kept = Buffer.from(text)
      const named = { ...entry, bytes: kept.length, sha256: sha256Hex(kept) }
      expect(() => reopenBundle(kept, named)).toThrow(expect.objectContaining({ code: 'bundle.hash_mismatch' }))
    },
  )
})
