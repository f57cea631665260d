import { describe, expect, it } from 'vitest'
import { aKeyset, listed, testKey } from '../testing/index.js'
import type { Keyset } from '../protocol/documents.js'
import { canonicalBytes } from './canonical.js'
import { sealEnvelope } from './envelope-seal.js'
import type { KeyPair } from './keys.js'
import { openKeysets } from './keyset-chain.js'
import { sealKeyset } from './keyset-seal.js'
import { KEYSET_DOCUMENT } from './signed-document.js'

const a = testKey('root-a')
const b = testKey('root-b')
const c = testKey('root-c')
const stranger = testKey('stranger')
const signer = testKey('signer')
const keyset = (number: number, root: KeyPair, change: Partial<Keyset> = {}) =>
  aKeyset(root, [signer], { forge_id: a.id, number, ...change })
const unchecked = (document: unknown, keys: KeyPair[]) => sealEnvelope(KEYSET_DOCUMENT, canonicalBytes(document), keys)
const refusal = (code: string) => expect.objectContaining({ name: 'AnvilError', code })

/** Root a, then b, then c; each new one signed by the old and the new root. */
const one = sealKeyset(keyset(1, a), [a])
const two = sealKeyset(keyset(2, b), [a, b])
const three = sealKeyset(keyset(3, c, { epoch: 2 }), [b, c])
const pin = (key: KeyPair) => ({ root: key.publicKey })

describe('a chain of keysets', () => {
  it('is followed from the pinned root to the newest', () => {
    const chain = openKeysets([one, two, three], pin(a))
    expect(chain.keysets.map(({ number }) => number)).toEqual([1, 2, 3])
    expect(chain).toMatchObject({ root: a.publicKey, forge_id: a.id, newest: { number: 3, epoch: 2 } })
    expect(chain.envelopes).toEqual([one, two, three])
  })

  it('is followed from a root that came later, and what is before proves nothing', () => {
    const chain = openKeysets([one, two, three], pin(b))
    expect(chain.keysets.map(({ number }) => number)).toEqual([2, 3])
    expect(openKeysets([unchecked('garbage', [stranger]), two, three], pin(b)).newest).toEqual(chain.newest)
    expect(openKeysets([three], pin(c)).forge_id).toBe(a.id)
  })

  it('is taken at first use from number 1, and pins its root', () => {
    expect(openKeysets([one, two], 'first-use')).toMatchObject({ root: a.publicKey, newest: { number: 2 } })
    expect(() => openKeysets([two, three], 'first-use')).toThrowError(refusal('keyset.gap'))
    expect(() => openKeysets([], 'first-use')).toThrowError(refusal('keyset.malformed'))
  })

  it('is lengthened by what follows, and passes over what it holds', () => {
    const held = openKeysets([one], pin(a))
    expect(openKeysets([two, three], { held })).toEqual(openKeysets([one, two, three], pin(a)))
    expect(openKeysets([one, one, two], { held })).toEqual(openKeysets([one, two], pin(a)))
    expect(openKeysets([], { held })).toEqual(held)
    expect(openKeysets([one, two, three], { held: openKeysets([two], pin(b)) }).newest.number).toBe(3)
  })

  it('leaves the held chain as it was', () => {
    const held = openKeysets([one], pin(a))
    openKeysets([two], { held })
    expect(held.keysets).toHaveLength(1)
  })

  it('takes a second root key that signs for itself, and later its signature alone', () => {
    const both = sealKeyset(keyset(2, a, { roots: [listed(a), listed(b)] }), [a, b])
    const next = sealKeyset(keyset(3, a, { roots: [listed(a), listed(b)] }), [b])
    expect(openKeysets([one, both, next], pin(a)).newest.number).toBe(3)
  })

  it('passes over a signature by a key that nobody knows', () => {
    expect(openKeysets([sealKeyset(keyset(1, a), [a, stranger])], pin(a)).newest.number).toBe(1)
  })
})

describe('a chain of keysets is refused', () => {
  it.each([
    ['by a client with another root', [one], pin(stranger), 'keyset.wrong_root'],
    ['if there is none', [], pin(a), 'keyset.wrong_root'],
    ['with a gap', [one, three], pin(a), 'keyset.bad_signature'],
    ['with a gap under the same root', [one, sealKeyset(keyset(3, a), [a])], pin(a), 'keyset.gap'],
    ['if the old root did not sign', [one, sealKeyset(keyset(2, b), [b])], pin(a), 'keyset.bad_signature'],
    ['if the new root did not sign', [one, sealKeyset(keyset(2, b), [a])], pin(a), 'keyset.bad_signature'],
    [
      'if one of two new roots did not sign',
      [one, sealKeyset(keyset(2, b, { roots: [listed(b), listed(c)] }), [a, b])],
      pin(a),
      'keyset.bad_signature',
    ],
    ['if a stranger signed', [one, sealKeyset(keyset(2, a), [stranger])], pin(a), 'keyset.bad_signature'],
    [
      'if keyset 1 is not signed by its own root',
      [sealKeyset(keyset(1, a), [stranger])],
      'first-use',
      'keyset.bad_signature',
    ],
    [
      'if keyset 1 names another FORGE',
      [sealKeyset(keyset(1, a, { forge_id: b.id }), [a])],
      pin(a),
      'keyset.wrong_forge',
    ],
    [
      'if a later one names another FORGE',
      [one, sealKeyset(keyset(2, b, { forge_id: b.id }), [a, b])],
      pin(a),
      'keyset.wrong_forge',
    ],
    [
      'if the epoch falls',
      [one, two, three, sealKeyset(keyset(4, c, { epoch: 1 }), [c])],
      pin(a),
      'keyset.wrong_epoch',
    ],
    [
      'if the pinned root signed what it does not list, and no other did',
      [sealKeyset(keyset(3, c), [b])],
      pin(b),
      'keyset.bad_signature',
    ],
  ] as const)('%s', (_, envelopes, trust, code) => {
    expect(() => openKeysets(envelopes, trust)).toThrowError(refusal(code))
  })

  it('if another keyset has a number that is held', () => {
    const held = openKeysets([one, sealKeyset(keyset(2, a), [a])], pin(a))
    const fork = sealKeyset(keyset(2, a, { epoch: 5 }), [a])
    expect(() => openKeysets([fork], { held })).toThrowError(refusal('keyset.conflict'))
  })

  it.each([
    ['another format', { format: 2 }],
    ['the number 0', { number: 0 }],
    ['no root key', { roots: [] }],
    ['a root key under the id of another', { roots: [{ ...listed(a), id: b.id }] }],
    [
      'a signing key twice',
      { signing_keys: [signer, signer].map((key) => ({ ...listed(key), not_after: '2027-01-15T10:30:00Z' })) },
    ],
    ['a key that is no 32 bytes', { roots: [{ id: a.id, public_key: `${'A'.repeat(42)}B` }] }],
    ['a time without a zone', { issued_at: '2026-01-15T10:30:00' }],
  ])('with %s', (_, change) => {
    const envelope = unchecked({ ...keyset(1, a), ...change }, [a])
    expect(() => openKeysets([envelope], pin(a))).toThrowError(refusal('keyset.malformed'))
  })

  it('by the one who seals it if no client would take it', () => {
    expect(() => sealKeyset(keyset(0, a), [a])).toThrowError(refusal('keyset.malformed'))
  })

  it('without reading what nobody trusted signed', () => {
    const garbage = sealEnvelope(KEYSET_DOCUMENT, Buffer.from('{"a":'), [stranger])
    expect(() => openKeysets([one, garbage], pin(a))).toThrowError(refusal('keyset.bad_signature'))
  })

  it('keeps the fields of a newer FORGE', () => {
    const newer = { ...keyset(1, a), train: { night: true } }
    expect(openKeysets([unchecked(newer, [a])], pin(a)).newest).toEqual(newer)
  })
})
