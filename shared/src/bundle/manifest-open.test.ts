import { describe, expect, it } from 'vitest'
import { aBundle, aKeyset, aManifest, listed, PROJECT_ID, testForge, testKey } from '../testing/index.js'
import type { Keyset, Manifest } from '../protocol/documents.js'
import { canonicalBytes } from './canonical.js'
import { sealEnvelope } from './envelope-seal.js'
import { openKeysets } from './keyset-chain.js'
import { sealKeyset } from './keyset-seal.js'
import { sealManifest } from './manifest-seal.js'
import { needsNewerKeysets, openManifest } from './manifest-open.js'
import { MANIFEST_DOCUMENT } from './signed-document.js'

const forge = testForge()
const { chain, target, signer, root } = forge
const trust = { chain, target }
const next = testKey('next signer')
const refusal = (code: string) => expect.objectContaining({ name: 'AnvilError', code })
const sealed = (change: Partial<Manifest> = {}) => sealManifest(aManifest(change), signer)
const unchecked = (document: unknown) => sealEnvelope(MANIFEST_DOCUMENT, canonicalBytes(document), [signer])
/** The chain with a second keyset, as told. */
const withKeyset = (keys: readonly (typeof signer)[], change: Partial<Keyset> = {}) =>
  openKeysets([sealKeyset(aKeyset(root, keys, { number: 2, ...change }), [root])], { held: chain })

const entry = {
  prompt_set_id: '0b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2c',
  prompt_set: 'onboarding',
  version: '1.2.3',
  sha256: 'a'.repeat(64),
  bytes: 10,
  gzip_bytes: 10,
}

describe('a manifest', () => {
  it('is opened with what its key, content and place are', () => {
    const { envelope, manifest } = forge.publish([aBundle()], { sequence: 9 })
    expect(openManifest(envelope, trust)).toEqual({
      manifest,
      envelope,
      contentDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      keyId: signer.id,
      keyStanding: 'current',
    })
  })

  it('keeps the fields of a newer FORGE', () => {
    const newer = { ...aManifest(), train: { night: [true] } }
    expect(openManifest(unchecked(newer), trust).manifest).toEqual(newer)
  })

  it('is taken in any spelling of its JSON, since the signature is over its bytes', () => {
    const spaced = sealEnvelope(MANIFEST_DOCUMENT, Buffer.from(JSON.stringify(aManifest(), null, 2)), [signer])
    expect(openManifest(spaced, trust).manifest).toEqual(aManifest())
  })

  it('is judged by its issue date and not by the clock: the last moment of its key still counts', () => {
    const last = openManifest(sealed({ issued_at: '2027-01-15T10:30:00Z' }), trust)
    expect(last.keyStanding).toBe('current')
    expect(() => openManifest(sealed({ issued_at: '2027-01-15T10:30:01Z' }), trust)).toThrowError(
      refusal('manifest.revoked_key'),
    )
  })

  it('holds 200 prompt sets', () => {
    const bundles = Array.from({ length: 200 }, (_, n) => ({
      ...entry,
      prompt_set: `set-${n}`,
      prompt_set_id: `0b8a4c1e-92d3-4f5a-8b6c-${String(n).padStart(12, '0')}`,
    }))
    expect(openManifest(sealed({ bundles }), trust).manifest.bundles).toHaveLength(200)
    const one = { ...entry, prompt_set: 'one-more', prompt_set_id: PROJECT_ID }
    expect(() => sealed({ bundles: [...bundles, one] })).toThrowError(refusal('manifest.malformed'))
  })
})

describe('a manifest is refused', () => {
  it.each([
    ['another FORGE', { forge_id: testKey('other').id }],
    ['another project', { project_id: '11111111-1111-4111-8111-111111111111' }],
    ['another environment', { environment: 'staging' }],
  ])('if it is for %s', (_, change) => {
    expect(() => openManifest(sealed(change), trust)).toThrowError(refusal('manifest.wrong_target'))
  })

  it('if the target is of another FORGE than the chain', () => {
    const forge_id = testKey('other').id
    const mixed = { chain, target: { ...target, forge_id } }
    expect(() => openManifest(sealed({ forge_id }), mixed)).toThrowError(refusal('manifest.wrong_target'))
  })

  it.each([2, 7])('if it is of epoch %i while 1 is in force', (epoch) => {
    expect(() => openManifest(sealed({ epoch }), trust)).toThrowError(refusal('manifest.wrong_epoch'))
    expect(() => openManifest(sealed({ epoch }), { ...trust, activated: true })).toThrowError(
      refusal('manifest.wrong_epoch'),
    )
  })

  it('if it is of an epoch that was left', () => {
    const raised = withKeyset([signer], { epoch: 2 })
    expect(() => openManifest(sealed(), { ...trust, chain: raised })).toThrowError(refusal('manifest.wrong_epoch'))
    expect(openManifest(sealed({ epoch: 2 }), { ...trust, chain: raised }).manifest.epoch).toBe(2)
  })

  it.each([
    ['another format', { format: 2 }],
    ['no sequence', { sequence: undefined }],
    ['the sequence 2^53', { sequence: 2 ** 53 }],
    ['a date that there is not', { issued_at: '2026-02-30T00:00:00Z' }],
    ['the same prompt set twice', { bundles: [entry, { ...entry, prompt_set: 'other' }] }],
    ['two prompt sets of one name', { bundles: [entry, { ...entry, prompt_set_id: PROJECT_ID }] }],
    ['a digest in upper case', { bundles: [{ ...entry, sha256: 'A'.repeat(64) }] }],
  ])('with %s', (_, change) => {
    const document = JSON.parse(JSON.stringify({ ...aManifest(), ...change }))
    expect(() => openManifest(unchecked(document), trust)).toThrowError(refusal('manifest.malformed'))
  })

  it('with a key doubled under a good signature', () => {
    const text = JSON.stringify(aManifest()).replace('"epoch":1', '"epoch":1,"epoch":1')
    const envelope = sealEnvelope(MANIFEST_DOCUMENT, Buffer.from(text), [signer])
    expect(() => openManifest(envelope, trust)).toThrowError(
      expect.objectContaining({
        code: 'manifest.malformed',
        details: { reason: 'json.duplicate_key', inner: undefined },
      }),
    )
  })

  it('with two signatures', () => {
    const envelope = sealEnvelope(MANIFEST_DOCUMENT, canonicalBytes(aManifest()), [signer, root])
    expect(() => openManifest(envelope, trust)).toThrowError(refusal('manifest.malformed'))
  })

  it('if it is a keyset', () => {
    const [keyset = new Uint8Array()] = forge.keysets
    expect(() => openManifest(keyset, trust)).toThrowError(refusal('manifest.malformed'))
  })

  it('if the root key signed it: that one signs keysets only', () => {
    expect(() => openManifest(sealManifest(aManifest(), root), trust)).toThrowError(refusal('manifest.unknown_key'))
  })

  it('for its signature before anything in it is read', () => {
    const garbage = sealEnvelope(MANIFEST_DOCUMENT, Buffer.from('{"a":'), [testKey('stranger')])
    expect(() => openManifest(garbage, trust)).toThrowError(refusal('manifest.unknown_key'))
    const renamed = Buffer.from(garbage).toString().replace(testKey('stranger').id, signer.id)
    expect(() => openManifest(Buffer.from(renamed), trust)).toThrowError(refusal('manifest.bad_signature'))
  })

  it('for its key before its target, its target before its epoch', () => {
    const stranger = sealManifest(aManifest({ environment: 'staging', epoch: 9 }), testKey('stranger'))
    expect(() => openManifest(stranger, trust)).toThrowError(refusal('manifest.unknown_key'))
    const elsewhere = sealed({ environment: 'staging', epoch: 9 })
    expect(() => openManifest(elsewhere, trust)).toThrowError(refusal('manifest.wrong_target'))
  })
})

describe('a manifest whose key left the keyset', () => {
  const revoked = withKeyset([next], { revoked: [signer.id], epoch: 2 })
  const retired = withKeyset([next])
  const shortened = openKeysets(
    [
      sealKeyset(
        aKeyset(root, [], { number: 2, signing_keys: [{ ...listed(signer), not_after: '2026-01-01T00:00:00Z' }] }),
        [root],
      ),
    ],
    { held: chain },
  )

  it.each([
    ['revoked', revoked, 'manifest.revoked_key'],
    ['revoked though still listed', withKeyset([signer], { revoked: [signer.id] }), 'manifest.revoked_key'],
    ['retired', retired, 'manifest.unknown_key'],
    ['expired', shortened, 'manifest.revoked_key'],
  ] as const)('is refused as a candidate: %s', (_, chain, code) => {
    expect(() => openManifest(sealed(), { target, chain })).toThrowError(refusal(code))
  })

  it.each([
    ['revoked', revoked],
    ['retired', retired],
    ['expired', shortened],
  ] as const)('is loaded again where it runs already: %s', (keyStanding, chain) => {
    expect(openManifest(sealed(), { target, chain, activated: true }).keyStanding).toBe(keyStanding)
  })

  it('is not loaded again by a chain that never listed its key', () => {
    const late = sealKeyset(aKeyset(root, [next], { number: 5, revoked: [signer.id] }), [root])
    const chain = openKeysets([late], { root: root.publicKey })
    for (const activated of [false, true]) {
      expect(() => openManifest(sealed(), { target, chain, activated })).toThrowError(refusal('manifest.revoked_key'))
    }
  })
})

describe('newer keysets are asked for', () => {
  it.each([
    ['not for a manifest under the newest keyset', sealed(), chain, false],
    ['if the key is unknown', sealManifest(aManifest(), next), chain, true],
    ['if the manifest names a newer keyset', sealed({ keyset: 2 }), chain, true],
    ['if the manifest is of a higher epoch', sealed({ epoch: 2 }), chain, true],
    ['if only an older keyset lists the key', sealed(), withKeyset([next]), true],
    ['not if the key is revoked', sealed(), withKeyset([next], { revoked: [signer.id] }), false],
    ['not for bytes that are no manifest', Buffer.from('{}'), chain, false],
  ] as const)('%s', (_, envelope, chain, needed) => {
    expect(needsNewerKeysets(envelope, chain)).toBe(needed)
  })

  it('and decide: a manifest under a key that the next keyset brings is taken after it', () => {
    const envelope = sealManifest(aManifest({ keyset: 2 }), next)
    expect(openManifest(envelope, { target, chain: withKeyset([signer, next]) }).keyId).toBe(next.id)
  })
})
