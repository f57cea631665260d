import { createHash, createPublicKey, verify } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  admitManifest,
  assertUniqueIds,
  canonicalText,
  contentDigest,
  formatRootKey,
  keyFromSeed,
  keyIdOf,
  type KeysetTrust,
  openBundle,
  openKeysets,
  openManifest,
  parseRootKey,
  parseStrict,
  readAnvilFile,
  sha256Hex,
} from '../src/bundle/index.js'
import { readEnvelope } from '../src/bundle/envelope-read.js'
import { verifiedSigners } from '../src/bundle/envelope-signature.js'
import { preAuthEncoding } from '../src/bundle/pae.js'
import { MANIFEST_DOCUMENT } from '../src/bundle/signed-document.js'
import { AnvilError } from '../src/errors.js'
import { Delimiters, Manifest, ManifestEntry, Position } from '../src/protocol/documents.js'
import { renderTemplate } from '../src/template/index.js'
import { VECTORS_FOLDER, vectorTexts } from './vectors/all-vectors.js'
import { base64, fromBase64 } from './vectors/vector-file.js'

const read = (name: string) => readFileSync(new URL(name, VECTORS_FOLDER), 'utf8')
const Bytes = z.string().transform(fromBase64)
const Floor = Position.extend({ content_digest: z.string(), issued_at: z.string() })
const VectorFile = z.object({
  about: z.string(),
  vectors: z.array(z.looseObject({ name: z.string(), refuse: z.string().optional() })).min(5),
})

/** For each file: takes the fields that are given, and answers with the fields that are expected. */
const runners: Record<string, (given: unknown) => Record<string, unknown>> = {
  'key.json': (given) => {
    const { private_key, root_key } = z
      .object({ private_key: z.string().optional(), root_key: z.string() })
      .parse(given)
    const public_key = parseRootKey(root_key)
    const made = keyFromSeed(Buffer.from(private_key ?? '', 'base64url')).publicKey
    return { public_key: made, id: keyIdOf(public_key), root_key: formatRootKey(made) }
  },
  'canonical.json': (given) => {
    const { bytes } = z.object({ bytes: Bytes }).parse(given)
    const canonical_text = canonicalText(parseStrict(bytes, { maxBytes: 10_000 }))
    return { canonical_text, sha256: sha256Hex(Buffer.from(canonical_text)) }
  },
  'envelope.json': (given) => {
    const { envelope, keys } = z
      .object({ envelope: Bytes, keys: z.array(z.object({ id: z.string(), public_key: z.string() })) })
      .parse(given)
    const opened = readEnvelope(envelope, MANIFEST_DOCUMENT)
    const signers = [...verifiedSigners(opened, MANIFEST_DOCUMENT, keys)]
    const pae = preAuthEncoding(MANIFEST_DOCUMENT.payloadType, opened.payload)
    return { payload: base64(opened.payload), pae: base64(pae), signers }
  },
  'keyset.json': (given) => {
    const Trust = z.union([z.literal('first-use'), z.object({ root: z.string(), held: z.array(Bytes).optional() })])
    const { keysets, trust } = z.object({ keysets: z.array(Bytes), trust: Trust }).parse(given)
    const chain = openKeysets(keysets, trust === 'first-use' ? trust : trustOf(trust.root, trust.held))
    return { numbers: chain.keysets.map(({ number }) => number), epoch: chain.newest.epoch }
  },
  'manifest.json': (given) => {
    const target = Manifest.pick({ forge_id: true, project_id: true, environment: true })
    const origin = z.enum(['network', 'cache', 'file'])
    const vector = z
      .object({
        envelope: Bytes,
        root: z.string(),
        keysets: z.array(Bytes),
        target,
        activated: z.boolean(),
        floor: Floor.nullable(),
        origin,
        now: z.string(),
      })
      .parse(given)
    const chain = openKeysets(vector.keysets, trustOf(vector.root))
    const verified = openManifest(vector.envelope, { chain, target: vector.target, activated: vector.activated })
    const standing = admitManifest(verified, { ...vector, now: Date.parse(vector.now) })
    return { standing, key_standing: verified.keyStanding, content_digest: verified.contentDigest }
  },
  'bundle.json': (given) => {
    const { project_id, bundles } = z
      .object({ project_id: z.string(), bundles: z.array(z.object({ bytes: Bytes, entry: ManifestEntry })) })
      .parse(given)
    const opened = bundles.map(({ bytes, entry }) => openBundle(bytes, entry, project_id))
    assertUniqueIds(opened)
    return { content_digests: opened.map(contentDigest) }
  },
  'anvil-file.json': (given) => {
    const { bytes } = z.object({ bytes: Bytes }).parse(given)
    const file = readAnvilFile(bytes)
    const bundles = Object.fromEntries([...file.bundles].map(([sha256, each]) => [sha256, base64(each)]))
    return { keysets: file.keysets.map(base64), manifest: base64(file.manifest), bundles }
  },
  'template.json': (given) => {
    const Marks = Delimiters.nullable()
    const Include = z.object({ template: z.string(), delimiters: Marks, variables: z.object({}).default({}) })
    const { template, delimiters, values, includes } = z
      .object({
        template: z.string(),
        delimiters: Marks,
        values: z.record(z.string(), z.unknown()),
        includes: z.record(z.string(), Include),
      })
      .parse(given)
    return { text: renderTemplate(template, values, { delimiters, includes }) }
  },
}

function trustOf(rootKey: string, held?: Uint8Array[]): KeysetTrust {
  const root = parseRootKey(rootKey)
  return held ? { held: openKeysets(held, { root }) } : { root }
}

/** The code that running a vector is refused with; anything but a typed refusal fails the test. */
function refusalOf(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    if (error instanceof AnvilError) return error.code
    throw error
  }
}

it('there is a file for every kind of vector, and nothing else', () => {
  expect(readdirSync(VECTORS_FOLDER).toSorted()).toEqual(Object.keys(runners).toSorted())
})

it.each([...vectorTexts()])('%s stands as the program makes it', (name, text) => {
  expect(read(name) === text, 'run make-vectors and commit what it writes').toBe(true)
})

describe.each(Object.entries(runners))('%s', (name, run) => {
  const { vectors } = VectorFile.parse(JSON.parse(read(name)))

  it.each(vectors.map((vector) => [vector.refuse ?? 'good', vector.name, vector] as const))(
    '%s: %s',
    (_, _name, vector) => {
      if (vector.refuse === undefined) expect(vector).toMatchObject(run(vector))
      else expect(refusalOf(() => run(vector))).toBe(vector.refuse)
    },
  )

  it('has good ones and bad ones, each under a name of its own', () => {
    const names = vectors.map((vector) => vector.name)
    expect(new Set(names).size).toBe(names.length)
    expect(
      vectors.some(({ refuse }) => refuse === undefined) && vectors.some(({ refuse }) => refuse !== undefined),
    ).toBe(true)
  })
})

it('the good envelopes verify with nothing but Node’s own Ed25519', () => {
  const Good = z.object({
    pae: Bytes,
    envelope: Bytes,
    keys: z.array(z.object({ id: z.string(), public_key: z.string() })),
  })
  const vectors = VectorFile.parse(JSON.parse(read('envelope.json'))).vectors.filter(
    ({ refuse }) => refuse === undefined,
  )
  for (const vector of vectors) {
    const { pae, envelope, keys } = Good.parse(vector)
    const signatures = new Map<string, string>(
      JSON.parse(Buffer.from(envelope).toString()).signatures.map(({ keyid, sig }: { keyid: string; sig: string }) => [
        keyid,
        sig,
      ]),
    )
    const [{ id, public_key } = { id: '', public_key: '' }] = keys
    expect(createHash('sha256').update(Buffer.from(public_key, 'base64url')).digest('hex')).toBe(id)
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: public_key }, format: 'jwk' })
    expect(verify(null, pae, key, Buffer.from(signatures.get(id) ?? '', 'base64'))).toBe(true)
  }
})
