import { type Envelope, Envelope as EnvelopeSchema, type Keyset, type Manifest } from '@anvil/shared'
import type { Version } from '@anvil/shared/api'
import { entryOf, formatRootKey, sealBundle, sealKeyset, sealManifest } from '@anvil/shared/bundle'
import { aBundle, aKeyset, aManifest, NOW, PROJECT_ID, PROMPT_SET_ID, testKey } from '@anvil/shared/testing'
import { describe, expect, it } from 'vitest'
import type { ManifestProof } from './check-manifest.js'
import { type Check, checkVersion, type Evidence } from './check-version.js'

const ROOT = testKey('root')
const SIGNER = testKey('signer')
const { subtle } = crypto
const BUNDLE = aBundle()
const SEALED = sealBundle(BUNDLE)
const VERSION: Version = {
  id: '2b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2d',
  prompt_set_id: PROMPT_SET_ID,
  version: BUNDLE.version,
  kind: 'locked',
  content_digest: '0'.repeat(64),
  sha256: SEALED.sha256,
  bytes: SEALED.bytes.length,
  gzip_bytes: SEALED.gzip.length,
  prompt_count: 1,
  required_approvals: 1,
  approvals: [],
  authors: [],
  policy_number: 0,
  waivers: [],
  note: '',
  created_by: null,
  created_at: NOW,
  archived_at: null,
}

const envelopeOf = (bytes: Uint8Array): Envelope => EnvelopeSchema.parse(JSON.parse(new TextDecoder().decode(bytes)))

/** A proof as a good FORGE gives it, changed as told. */
function proofOf(change: { keyset?: Partial<Keyset>; manifest?: Partial<Manifest> } = {}): ManifestProof {
  const manifest = aManifest({ sequence: 7, bundles: [entryOf(BUNDLE, SEALED)], ...change.manifest })
  return {
    environment: 'production',
    projectId: PROJECT_ID,
    envelope: envelopeOf(sealManifest(manifest, SIGNER)),
    keysets: [envelopeOf(sealKeyset(aKeyset(ROOT, [SIGNER], change.keyset), [ROOT]))],
    rootKey: formatRootKey(ROOT.publicKey),
  }
}

function checked(change: Partial<Evidence>): Promise<Check[]> {
  const bundle = new Uint8Array(SEALED.bytes)
  return checkVersion({ subtle, version: VERSION, bundle, proofs: [], projectId: PROJECT_ID, ...change })
}

/** What is said of the one proof. */
async function said(proof: ManifestProof): Promise<Check | undefined> {
  return (await checked({ proofs: [proof] }))[2]
}

describe('a version that is what FORGE says', () => {
  it('has its digest and its names, and is named by what an environment runs', async () => {
    const checks = await checked({ proofs: [proofOf()] })
    expect(checks.map(({ is }) => is)).toEqual(['good', 'good', 'good'])
    expect(checks[0]?.words).toContain(`${SEALED.bytes.length} bytes`)
    expect(checks[2]?.words).toContain('The manifest of production, #7, names this digest')
    expect(checks[2]?.words).toContain(SIGNER.id.slice(0, 12))
    expect(checks[2]?.words).toContain(formatRootKey(ROOT.publicKey))
  })

  it('is checked by its digest alone where nothing runs it', async () => {
    expect((await checked({})).map(({ is }) => is)).toEqual(['good', 'good'])
  })
})

describe('a bundle', () => {
  it('that was changed by one byte has another digest', async () => {
    const bundle = new Uint8Array(SEALED.bytes)
    bundle[bundle.indexOf('W'.charCodeAt(0))] = 'w'.charCodeAt(0)
    const [digest, names] = await checked({ bundle })
    expect([digest?.is, names?.is]).toEqual(['bad', 'good'])
    expect(digest?.words).toMatch(/another SHA-256: [0-9a-f]{64}/)
  })

  it.each([
    ['another number', { version: '1.2.4' }],
    ['another prompt set', { prompt_set_id: '9b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2c' }],
    ['another project', { project_id: '9f1d7f5c-4b0e-4a4e-9b7e-1c2d3e4f5a6b' }],
  ])('of %s is told apart even where its digest is right', async (_, change) => {
    const { bytes, sha256 } = sealBundle(aBundle(change))
    const [digest, names] = await checked({ bundle: new Uint8Array(bytes), version: { ...VERSION, sha256 } })
    expect([digest?.is, names?.is]).toEqual(['good', 'bad'])
  })

  it('that is no JSON is bad, not an error of the page', async () => {
    const checks = await checked({ bundle: new TextEncoder().encode('{') })
    expect(checks.map(({ is }) => is)).toEqual(['bad', 'bad'])
    expect(checks[1]?.words).toContain("can't be read")
  })
})

describe('a manifest', () => {
  const other = testKey('other')
  const good = proofOf()
  const flipped = {
    ...good.envelope,
    payload: `${good.envelope.payload.slice(0, 40)}A${good.envelope.payload.slice(41)}`,
  }
  const renamed = aKeyset(ROOT, [SIGNER])
  const [listed] = renamed.signing_keys
  const underOtherKey = listed ? [{ ...listed, public_key: other.publicKey }] : []

  it.each<[string, ManifestProof, RegExp]>([
    ['altered on the way', { ...good, envelope: flipped }, /is not what the key/],
    ['under a type of another document', { ...good, envelope: { ...good.envelope, payloadType: 'x' } }, /another type/],
    ['that names another digest', proofOf({ manifest: { bundles: [] } }), /does not name 1\.2\.3/],
    ['of another environment', proofOf({ manifest: { environment: 'staging' } }), /another project or environment/],
    ['of another project', { ...good, projectId: PROMPT_SET_ID }, /another project or environment/],
    ['by a key that is revoked', proofOf({ keyset: { revoked: [SIGNER.id] } }), /revoked key/],
    ['by a key that no keyset lists', proofOf({ keyset: { signing_keys: [] } }), /does not list/],
    ['signed after its key ended', proofOf({ manifest: { issued_at: '2027-06-15T10:30:00Z' } }), /key had ended/],
    [
      'whose keyset another root signed',
      { ...good, rootKey: formatRootKey(other.publicKey) },
      /keyset is not signed by/,
    ],
    ['without any keyset', { ...good, keysets: [] }, /no keyset/],
    ['in place of its keyset', { ...good, keysets: [good.envelope] }, /keyset is a document of another type/],
  ])('%s does not hold', async (_, proof, words) => {
    const check = await said(proof)
    expect(check?.is).toBe('bad')
    expect(check?.words).toMatch(words)
  })

  it('by a key that stands under the id of another does not hold', async () => {
    const payload = btoa(JSON.stringify({ ...renamed, signing_keys: underOtherKey }))
    const check = await said({ ...good, keysets: good.keysets.map((envelope) => ({ ...envelope, payload })) })
    expect(check).toMatchObject({ is: 'bad', words: expect.stringMatching(/is not what the key/) })
  })

  it('of which only one of two environments is good is judged by itself', async () => {
    const checks = await checked({ proofs: [good, proofOf({ manifest: { bundles: [] } })] })
    expect(checks.map(({ is }) => is)).toEqual(['good', 'good', 'good', 'bad'])
  })
})

describe('a browser', () => {
  it('without Web Crypto says that it checked nothing', async () => {
    expect(await checked({ subtle: undefined, proofs: [proofOf()] })).toMatchObject([{ is: 'unknown' }])
  })

  it('that does not know Ed25519 still checks the digest', async () => {
    const old: Evidence['subtle'] = Object.assign(Object.create(subtle), {
      digest: subtle.digest.bind(subtle),
      importKey: () => Promise.reject(new DOMException('no such algorithm', 'NotSupportedError')),
    })
    const checks = await checked({ subtle: old, proofs: [proofOf()] })
    expect(checks.map(({ is }) => is)).toEqual(['good', 'good', 'unknown'])
    expect(checks[2]?.words).toContain('Ed25519')
  })
})
