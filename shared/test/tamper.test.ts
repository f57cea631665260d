import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AnvilError } from '../src/errors.js'
import { openBundle, openKeysets, openManifest, readAnvilFile, sha256Hex, writeAnvilFile } from '../src/bundle/index.js'
import { aBundle, aManifest, PROJECT_ID, testForge } from '../src/testing/index.js'
import { sealManifest } from '../src/bundle/manifest-seal.js'

const forge = testForge()
const { envelope, manifest, bundles } = forge.publish([aBundle()])
const [entry] = manifest.bundles
const bundle = bundles.get(entry?.sha256 ?? '')?.bytes ?? new Uint8Array()
const [keyset = new Uint8Array()] = forge.keysets
const small = sealManifest(aManifest(), forge.signer)
const file = writeAnvilFile({
  keysets: forge.keysets,
  manifest: envelope,
  bundles: new Map([[sha256Hex(bundle), bundle]]),
})
const trust = { chain: forge.chain, target: forge.target }

/** Each door that bytes of strangers come in by, with good bytes for it; a door answers with what it took the bytes for. */
const doors = {
  manifest: { good: small, open: (bytes: Uint8Array) => openManifest(bytes, trust).manifest },
  keyset: { good: keyset, open: (bytes: Uint8Array) => openKeysets([bytes], { root: forge.root.publicKey }).keysets },
  'keyset at first use': { good: keyset, open: (bytes: Uint8Array) => openKeysets([bytes], 'first-use').keysets },
  bundle: { good: bundle, open: (bytes: Uint8Array) => entry && openBundle(bytes, entry, PROJECT_ID) },
  'anvil file': { good: file, open: openFile },
}

/** Opens a file as an instance does: what is in it is verified as if it came from the network. */
function openFile(bytes: Uint8Array): unknown {
  const { keysets, manifest, bundles } = readAnvilFile(bytes)
  const chain = openKeysets(keysets, { root: forge.root.publicKey })
  const opened = openManifest(manifest, { chain, target: forge.target })
  const texts = opened.manifest.bundles.map((named) =>
    openBundle(bundles.get(named.sha256) ?? new Uint8Array(), named, PROJECT_ID),
  )
  return [chain.keysets, opened.manifest, texts]
}

/** Opens bytes: refused with a typed error, or the same document as from the good bytes; anything else fails the test. */
function judge(
  door: { open: (bytes: Uint8Array) => unknown },
  bytes: Uint8Array,
  expected: string,
): 'refused' | 'same' {
  try {
    const opened = JSON.stringify(door.open(bytes))
    if (opened !== expected) expect(opened).toBe(expected)
    return 'same'
  } catch (error) {
    if (!(error instanceof AnvilError) || error.code === 'internal') throw error
    return 'refused'
  }
}

/** One mask a bit, all bits, and what turns letters, digits and quotes into one another. */
const MASKS = [1, 2, 4, 8, 16, 32, 64, 128, 255, 0x20 ^ 0x5c, 0x22 ^ 0x5c, 3, 7, 0x55]

describe.each(Object.entries(doors))('%s', (_, door) => {
  const expected = JSON.stringify(door.open(door.good))

  it('is refused or read the same with any one byte changed', () => {
    let refused = 0
    for (let at = 0; at < door.good.length; at += 1) {
      for (const mask of MASKS) {
        const changed = door.good.with(at, (door.good[at] ?? 0) ^ mask)
        if (judge(door, changed, expected) === 'refused') refused += 1
      }
    }
    expect(refused).toBe(door.good.length * MASKS.length)
  })

  it('is refused with its end cut off anywhere, or with more behind it', () => {
    for (let length = 0; length < door.good.length; length += 1) {
      expect(judge(door, door.good.subarray(0, length), expected)).toBe('refused')
    }
    expect(judge(door, Buffer.concat([door.good, Buffer.from('x')]), expected)).toBe('refused')
  })

  it('is refused or read the same with parts moved, doubled, lost or replaced', () => {
    const size = door.good.length
    const part = fc.tuple(fc.nat(size), fc.nat(40), fc.nat(size), fc.uint8Array({ maxLength: 8 }))
    fc.assert(
      fc.property(part, ([from, length, to, noise]) => {
        const piece = door.good.subarray(from, from + length)
        const rest = Buffer.concat([door.good.subarray(0, to), piece, noise, door.good.subarray(to + noise.length)])
        judge(door, rest, expected)
      }),
      { numRuns: 1_000 },
    )
  })

  it('raises nothing but a typed error on random bytes and random JSON', () => {
    const random = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map((text) => Buffer.from(text)),
    )
    fc.assert(
      fc.property(random, (bytes) => judge(door, bytes, expected) === 'refused'),
      { numRuns: 500 },
    )
  })
})

describe('every byte value', () => {
  const value = fc.record({ at: fc.nat(), byte: fc.nat(255) })

  it.each(Object.entries(doors))('at random places of a %s is refused or read the same', (_, door) => {
    const expected = JSON.stringify(door.open(door.good))
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (changes) => {
        const changed = Uint8Array.from(door.good)
        for (const { at, byte } of changes) changed[at % changed.length] = byte
        judge(door, changed, expected)
      }),
      { numRuns: 2_000 },
    )
  })
})
