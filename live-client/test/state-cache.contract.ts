import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bundle } from '@anvil/shared'
import { canonicalBytes, openManifest, sha256Hex } from '@anvil/shared/bundle'
import { aBundle, testForge } from '@anvil/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FolderCache } from '../src/cache/folder-cache.js'
import { MemoryCache } from '../src/cache/memory-cache.js'
import type { Place, StateCache, StateToSave } from '../src/cache/state-cache.js'
import { bundleOf, fresh } from './support/forge-server.js'

const forge = testForge()

function judge(envelope: Uint8Array): Place | undefined {
  try {
    return openManifest(envelope, { chain: forge.chain, target: forge.target }).manifest
  } catch {
    return undefined
  }
}

/** A state as a client would save it. */
function state(bundles: Bundle[], sequence: number, change: Partial<StateToSave> = {}): StateToSave {
  const { manifest, envelope } = forge.publish(bundles, fresh(sequence))
  const bytes = new Map(bundles.map((bundle) => [sha256Hex(canonicalBytes(bundle)), canonicalBytes(bundle)]))
  return {
    keysets: forge.keysets,
    manifest: envelope,
    place: manifest,
    digests: [...bytes.keys()],
    bytesOf: (digest) => bytes.get(digest) ?? new Uint8Array(),
    bySync: false,
    rewrite: false,
    ...change,
  }
}

const support = { prompt_set: 'support', prompt_set_id: '1b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2c' }

const IMPLEMENTATIONS: [string, (dir: string) => StateCache][] = [
  [
    'a folder',
    (cacheDir) =>
      new FolderCache({ cacheDir, projectId: forge.target.project_id, environment: 'production', history: 3, judge }),
  ],
  ['memory', () => new MemoryCache()],
]

describe.each(IMPLEMENTATIONS)('a cache in %s', (_, create) => {
  let dir: string
  let cache: StateCache
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'anvil-cache-'))
    cache = create(dir)
  })
  afterEach(async () => {
    await cache.close()
    await rm(dir, { recursive: true, force: true })
  })

  it('is empty at first', async () => {
    expect(await cache.readLastGood()).toBeUndefined()
    expect(await cache.readHistory()).toEqual([])
    expect(await cache.readMode()).toBeUndefined()
    expect(await cache.readPin()).toBeUndefined()
    expect(await cache.readContact()).toBeUndefined()
    expect(await cache.readSynced()).toBeNull()
  })

  it('gives back what was saved, byte for byte', async () => {
    const saved = state([bundleOf({ one: 'Grüße 🎈' }), bundleOf({ two: '{{a}}' }, support)], 5)
    expect(await cache.save(saved)).toBe('saved')
    const lastGood = await cache.readLastGood()
    expect(lastGood?.isNewest).toBe(true)
    for (const found of [lastGood?.state, (await cache.readHistory())[0]]) {
      expect(Buffer.from(found?.manifest ?? []).equals(saved.manifest)).toBe(true)
      expect(found?.keysets.map((keyset) => Buffer.from(keyset).toString())).toEqual(
        forge.keysets.map((keyset) => Buffer.from(keyset).toString()),
      )
      expect([...(found?.bundles.keys() ?? [])].sort()).toEqual([...saved.digests].sort())
      for (const digest of saved.digests)
        expect(Buffer.from(found?.bundles.get(digest) ?? []).equals(saved.bytesOf(digest))).toBe(true)
    }
  })

  it('keeps a state without any bundle', async () => {
    await cache.save(state([], 0))
    expect((await cache.readLastGood())?.state.bundles.size).toBe(0)
  })

  it('never replaces a newer state', async () => {
    await cache.save(state([aBundle()], 6))
    expect(await cache.save(state([aBundle()], 5))).toBe('superseded')
    expect(await cache.save(state([aBundle()], 5, { rewrite: true }))).toBe('superseded')
    expect(judge((await cache.readLastGood())?.state.manifest ?? new Uint8Array())).toMatchObject({ sequence: 6 })
  })

  it('keeps the highest manifest that was saved, without its bundles', async () => {
    expect(await cache.readHighest()).toBeUndefined()
    for (const sequence of [5, 6, 4]) await cache.save(state([aBundle()], sequence))
    const highest = await cache.readHighest()
    expect([judge(highest?.manifest ?? new Uint8Array())?.sequence, highest?.bundles.size]).toEqual([6, 0])
  })

  it('replaces a state by the same one, signed later', async () => {
    const later = forge.publish([aBundle()], { ...fresh(6), issued_at: fresh(60).issued_at })
    await cache.save(state([aBundle()], 6))
    const again = { ...state([aBundle()], 6), manifest: later.envelope, place: later.manifest }
    expect(await cache.save(again)).toBe('saved')
    expect(await cache.save(state([aBundle()], 6))).toBe('superseded')
    expect((await cache.readHistory()).length).toBe(1)
    expect(judge((await cache.readLastGood())?.state.manifest ?? new Uint8Array())?.issued_at).toBe(fresh(60).issued_at)
  })

  it('remembers what a person took by sync', async () => {
    await cache.save(state([aBundle()], 6))
    expect(await cache.readSynced()).toBeNull()
    await cache.save(state([aBundle()], 7, { bySync: true }))
    expect(await cache.readSynced()).toEqual({ epoch: 1, sequence: 7 })
  })

  it('keeps mode, pin and last contact', async () => {
    const mode = { mode: 'frozen', reason: 'launch', until: '2030-01-01T00:00:00.000Z' } as const
    const contact = { last_sync: '2026-01-01T00:00:00.000Z', wanted: { epoch: 1, sequence: 8 } }
    await cache.writeMode(mode)
    await cache.writePin('A'.repeat(43))
    await cache.writeContact(contact)
    expect([await cache.readMode(), await cache.readPin(), await cache.readContact()]).toEqual([
      mode,
      'A'.repeat(43),
      contact,
    ])
  })

  it('puts aside what was learnt of another FORGE, but not the mode', async () => {
    await cache.save(state([aBundle()], 6, { bySync: true }))
    await cache.writePin('A'.repeat(43))
    await cache.writeMode({ mode: 'frozen', reason: null, until: null })
    await cache.discard()
    expect([await cache.readLastGood(), await cache.readHighest()]).toEqual([undefined, undefined])
    expect([await cache.readHistory(), await cache.readPin(), await cache.readSynced()]).toEqual([[], undefined, null])
    expect(await cache.readMode()).toMatchObject({ mode: 'frozen' })
    expect(await cache.save(state([aBundle()], 1))).toBe('saved')
  })

  it('gives a name for the process, always the same', async () => {
    const id = await cache.instanceId()
    expect(id).toMatch(/^[0-9a-f]{24}(-\d+)?$/)
    expect(await cache.instanceId()).toBe(id)
  })

  it('may be closed twice', async () => {
    cache.watch(() => undefined)
    await cache.close()
    await cache.close()
  })
})
