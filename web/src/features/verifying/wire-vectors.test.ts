import { readFile } from 'node:fs/promises'
import { type Envelope, Envelope as EnvelopeSchema } from '@anvil/shared'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checkManifest } from './check-manifest.js'
import { openSigned, Refusal } from './open-signed.js'
import { fromBase64, sha256Hex } from './web-crypto.js'

/** The vectors of the wire specification: what this page verifies is what every client verifies. */
async function vectorsOf<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  const path = new URL(`../../../../shared/vectors/${file}.json`, import.meta.url)
  const { vectors } = z.object({ vectors: z.array(z.unknown()) }).parse(JSON.parse(await readFile(path, 'utf8')))
  return vectors.flatMap((vector) => schema.safeParse(vector).data ?? [])
}

const { subtle } = crypto
const common = { name: z.string(), refuse: z.string().optional() }
const SignedVector = z.object({
  ...common,
  envelope: z.string(),
  keys: z.array(z.object({ id: z.string(), public_key: z.string() })),
  payload: z.string().optional(),
  signers: z.array(z.string()).optional(),
})
const ManifestVector = z.object({
  ...common,
  envelope: z.string(),
  root: z.string(),
  keysets: z.array(z.string()),
  target: z.object({ project_id: z.string(), environment: z.string() }),
  activated: z.boolean(),
  key_standing: z.string().optional(),
})
const BundleVector = z.object({
  ...common,
  bundles: z.array(z.object({ bytes: z.string(), entry: z.object({ sha256: z.string(), bytes: z.int() }) })),
})
const KeyVector = z.object({ ...common, public_key: z.string(), id: z.string() })

/** The envelope that bytes hold; undefined where they hold none, which every reader refuses. */
function envelopeIn(base64: string): Envelope | undefined {
  try {
    return EnvelopeSchema.safeParse(JSON.parse(new TextDecoder().decode(fromBase64(base64)))).data
  } catch {
    return undefined
  }
}

describe('the vectors of envelopes', () => {
  let vectors: z.infer<typeof SignedVector>[]
  beforeAll(async () => {
    vectors = await vectorsOf('envelope', SignedVector)
  })

  it('that are good open with each key that signed them, and say what they should', async () => {
    const good = vectors.filter(({ refuse }) => refuse === undefined)
    expect(good.length).toBeGreaterThan(3)
    for (const { name, envelope: bytes, keys, payload = '', signers = [] } of good) {
      const envelope = envelopeIn(bytes)
      for (const key of keys.filter(({ id }) => signers.includes(id))) {
        const opened = envelope && openSigned(subtle, { envelope, key, schema: z.unknown(), name })
        expect([name, await opened]).toEqual([name, JSON.parse(new TextDecoder().decode(fromBase64(payload)))])
      }
    }
  })

  it('of which the signature is not by its key are refused', async () => {
    const bad = vectors.filter(({ refuse }) => refuse === 'manifest.bad_signature')
    expect(bad.length).toBeGreaterThan(0)
    for (const { name, envelope: bytes, keys } of bad) {
      const envelope = envelopeIn(bytes)
      if (!envelope) continue
      const named = keys.filter(({ id }) => envelope.signatures.some(({ keyid }) => keyid === id))
      const opened = named.map((key) => openSigned(subtle, { envelope, key, schema: z.unknown(), name }))
      const refusals = (await Promise.allSettled(opened)).filter(({ status }) => status === 'rejected')
      expect([name, refusals]).toMatchObject([name, refusals.length > 0 ? [{ reason: expect.any(Refusal) }] : [{}]])
    }
  })
})

describe('the vectors of manifests', () => {
  const CODES = ['manifest.bad_signature', 'manifest.unknown_key', 'manifest.revoked_key', 'manifest.wrong_target']
  const LAST_STEP: unknown = expect.stringMatching(/does not name/)
  /** A page has one FORGE, its own, and does not look for another. */
  const OF_FORGE = /forge/i
  const NOBODY = { prompt_set_id: '', version: '', sha256: '', bytes: 0 }
  let vectors: z.infer<typeof ManifestVector>[]
  beforeAll(async () => {
    vectors = await vectorsOf('manifest', ManifestVector)
  })

  const refusalOf = async (vector: z.infer<typeof ManifestVector>): Promise<string> => {
    const [envelope, keysets] = [
      envelopeIn(vector.envelope),
      vector.keysets.flatMap((bytes) => envelopeIn(bytes) ?? []),
    ]
    if (!envelope) return 'no envelope'
    const { project_id: projectId, environment } = vector.target
    const proof = { environment, projectId, envelope, keysets, rootKey: vector.root }
    const error: unknown = await checkManifest(subtle, proof, NOBODY).catch((thrown: unknown) => thrown)
    return error instanceof Refusal ? error.message : `no refusal: ${String(error)}`
  }

  it('that are good are followed to the line of the version that is asked for', async () => {
    const good = vectors.filter(({ refuse, key_standing }) => refuse === undefined && key_standing === 'current')
    expect(good.length).toBeGreaterThan(3)
    for (const vector of good) expect([vector.name, await refusalOf(vector)]).toEqual([vector.name, LAST_STEP])
  })

  it('of somebody else, or by a key that may not sign, are refused before that', async () => {
    const bad = vectors.filter(({ refuse = '', activated }) => CODES.includes(refuse) && !activated)
    expect(new Set(bad.map(({ refuse }) => refuse))).toEqual(new Set(CODES))
    for (const vector of bad.filter(({ name }) => !OF_FORGE.test(name))) {
      expect([vector.name, await refusalOf(vector)]).not.toEqual([vector.name, LAST_STEP])
    }
  })
})

describe('the vectors of keys and bundles', () => {
  it('have the digests that this page computes', async () => {
    const keys = (await vectorsOf('key', KeyVector)).filter(({ refuse }) => refuse === undefined)
    for (const { id, public_key } of keys) expect(await sha256Hex(subtle, fromBase64(public_key))).toBe(id)
    const bundles = (await vectorsOf('bundle', BundleVector)).filter(({ refuse }) => refuse === undefined)
    expect([keys.length > 2, bundles.length > 2]).toEqual([true, true])
    for (const { bytes, entry } of bundles.flatMap((vector) => vector.bundles)) {
      const read = fromBase64(bytes)
      expect([await sha256Hex(subtle, read), read.length]).toEqual([entry.sha256, entry.bytes])
    }
  })
})
