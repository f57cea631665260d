import type { Level } from 'level'
import { fieldsOf } from '../fields.js'
import { comparePlaces, type JudgeManifest, type StateToSave, type StoredState } from './state-cache.js'

/** The database of a folder: a value for each generation (its manifest and what it names), bundle, and the keysets. */
export type Database = Level<string, Uint8Array>

interface Generation {
  key: string
  manifest: Uint8Array
  digests: string[]
}

const GENERATION = 'generation:'
const BUNDLE = 'bundle:'
const KEYSETS = 'keysets'

/** Reads all that is kept, newest first. What can't be read is left out; nothing is verified here. */
export async function readStates(db: Database): Promise<StoredState[]> {
  const generations = await readGenerations(db)
  const keysets = toKeysets(await db.get(KEYSETS))
  const digests = [...new Set(generations.flatMap((generation) => generation.digests))]
  const values = await db.getMany(digests.map((digest) => BUNDLE + digest))
  const stored = new Map(digests.flatMap((digest, at) => toEntry(digest, values[at])))
  return generations.map(({ manifest, digests }) => ({
    keysets,
    manifest,
    bundles: new Map(digests.flatMap((digest) => toEntry(digest, stored.get(digest)))),
  }))
}

/** Puts a state beside those that are kept, in one batch, and drops what the history no longer holds. */
export async function writeState(
  db: Database,
  state: StateToSave,
  limits: { history: number; judge: JudgeManifest },
): Promise<'saved' | 'superseded'> {
  const known = await readGenerations(db)
  const newest = known[0] && limits.judge(known[0].manifest)
  if (newest && comparePlaces(newest, state.place) > 0) return 'superseded'

  const key = generationKey(state)
  const kept = known.filter((generation) => generation.key < key).slice(0, limits.history - 1)
  const wanted = new Set([...state.digests, ...kept.flatMap((generation) => generation.digests)])
  const held = new Set(
    (await db.keys({ gte: BUNDLE, lt: `${BUNDLE}~` }).all()).map((name) => name.slice(BUNDLE.length)),
  )
  const missing = state.rewrite ? state.digests : state.digests.filter((digest) => !held.has(digest))
  const batch = db.batch()
  for (const generation of await db.keys({ gte: GENERATION, lt: `${GENERATION}~` }).all())
    if (!kept.some((known) => known.key === generation)) batch.del(generation)
  for (const digest of held) if (!wanted.has(digest)) batch.del(BUNDLE + digest)
  for (const digest of missing) batch.put(BUNDLE + digest, state.bytesOf(digest))
  batch.put(KEYSETS, toJson(state.keysets.map(toBase64)))
  batch.put(key, toJson({ manifest: toBase64(state.manifest), bundles: state.digests }))
  await batch.write({ sync: true })
  return 'saved'
}

/** Reads single bundles, to make the file of the last good state whole. */
export async function readBundle(db: Database, digest: string): Promise<Uint8Array | undefined> {
  return db.get(BUNDLE + digest)
}

async function readGenerations(db: Database): Promise<Generation[]> {
  const entries = await db.iterator({ gte: GENERATION, lt: `${GENERATION}~`, reverse: true }).all()
  return entries.flatMap(([key, value]) => toGeneration(key, value))
}

function generationKey({ place }: StateToSave): string {
  const digits = (number: number): string => String(number).padStart(16, '0')
  return `${GENERATION}${digits(place.epoch)}:${digits(place.sequence)}`
}

function toGeneration(key: string, value: Uint8Array): Generation[] {
  const { manifest, bundles } = fieldsOf(fromJson(value))
  if (typeof manifest !== 'string' || !Array.isArray(bundles)) return []
  const digests = bundles.filter((digest) => typeof digest === 'string')
  return [{ key, manifest: Buffer.from(manifest, 'base64'), digests }]
}

function toKeysets(value: Uint8Array | undefined): Uint8Array[] {
  const list = value && fromJson(value)
  if (!Array.isArray(list)) return []
  return list.filter((text) => typeof text === 'string').map((text) => Buffer.from(text, 'base64'))
}

const toEntry = (digest: string, bytes: Uint8Array | undefined): [string, Uint8Array][] =>
  bytes ? [[digest, bytes]] : []
const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const toJson = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value))

function fromJson(value: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(value).toString('utf8'))
  } catch {
    return undefined
  }
}
