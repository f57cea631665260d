import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bundle } from '@anvil/shared'
import { canonicalBytes, openManifest, readAnvilFile, sha256Hex, writeAnvilFile } from '@anvil/shared/bundle'
import { aBundle, testForge, textPrompt } from '@anvil/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fresh } from '../../test/support/forge-server.js'
import { FolderCache } from './folder-cache.js'
import type { Place, StateToSave } from './state-cache.js'

const forge = testForge()

function judge(envelope: Uint8Array): Place | undefined {
  try {
    return openManifest(envelope, { chain: forge.chain, target: forge.target }).manifest
  } catch {
    return undefined
  }
}

function bundle(text: string): Bundle {
  return aBundle({ snapshot: { hello: textPrompt(text) } })
}

function state(text: string, sequence: number): StateToSave {
  const { manifest, envelope, bundles } = forge.publish([bundle(text)], fresh(sequence))
  return {
    keysets: forge.keysets,
    manifest: envelope,
    place: manifest,
    digests: [...bundles.keys()],
    bytesOf: () => canonicalBytes(bundle(text)),
    bySync: false,
    rewrite: false,
  }
}

describe('the folder of a cache', () => {
  let dir: string
  let cache: FolderCache
  const open = () =>
    new FolderCache({ cacheDir: dir, projectId: forge.target.project_id, environment: 'production', history: 3, judge })
  const sequences = async () => (await open().readHistory()).map(({ manifest }) => judge(manifest)?.sequence)

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'anvil-folder-'))
    cache = open()
  })
  afterEach(async () => {
    await cache.close()
    await chmod(dir, 0o700)
    await rm(dir, { recursive: true, force: true })
  })

  it('keeps three generations, the newest first, and no bundle that none of them names', async () => {
    for (const sequence of [1, 2, 3, 4, 5]) await cache.save(state(`text ${sequence}`, sequence))
    expect(await sequences()).toEqual([5, 4, 3])
    const stored = (await cache.readHistory()).flatMap(({ bundles }) => [...bundles.keys()])
    expect(stored.length).toBe(3)
    const database = await readFile(join(cache.folder, 'database/CURRENT'), 'utf8')
    expect(database).toMatch(/^MANIFEST/)
  })

  it('holds a last good file that is a plain .anvil file', async () => {
    const saved = state('plain', 3)
    await cache.save(saved)
    const file = await readFile(join(cache.folder, 'last-good.anvil'))
    const bundles = new Map(saved.digests.map((digest) => [digest, saved.bytesOf(digest)]))
    const expected = writeAnvilFile({ keysets: saved.keysets, manifest: saved.manifest, bundles })
    expect(file.equals(expected)).toBe(true)
    expect(readAnvilFile(file).bundles.size).toBe(1)
  })

  it('knows a last good file that is older than what was saved since', async () => {
    await cache.save(state('old', 3))
    const old = await readFile(join(cache.folder, 'last-good.anvil'))
    await cache.save(state('new', 4))
    await writeFile(join(cache.folder, 'last-good.anvil'), old)
    expect((await cache.readLastGood())?.isNewest).toBe(false)
    expect(await sequences()).toEqual([4, 3])
  })

  it('never replaces what it recorded by an older state, also where that alone is left', async () => {
    await cache.save(state('new', 4))
    await rm(join(cache.folder, 'database'), { recursive: true })
    await rm(join(cache.folder, 'last-good.anvil'))
    expect(await cache.save(state('old', 3))).toBe('superseded')
    expect(await cache.readLastGood()).toBeUndefined()
    expect(await cache.save(state('new', 4))).toBe('saved')
  })

  it('makes a damaged database anew when it saves', async () => {
    await cache.save(state('old', 3))
    for (const name of await readdir(join(cache.folder, 'database')))
      await writeFile(join(cache.folder, 'database', name), 'not a database')
    await expect(cache.readHistory()).rejects.toMatchObject({ code: 'cache.unavailable' })
    await cache.save(state('new', 4))
    expect(await sequences()).toEqual([4])
  })

  it('saves the last good file also where the database can not be used', async () => {
    await cache.save(state('old', 3))
    await rm(join(cache.folder, 'database'), { recursive: true })
    await writeFile(join(cache.folder, 'database'), 'a file in its place')
    await expect(cache.save(state('new', 4))).rejects.toMatchObject({ code: 'cache.unavailable' })
    expect(judge((await cache.readLastGood())?.state.manifest ?? new Uint8Array())?.sequence).toBe(4)
    await expect(cache.save(state('old', 3))).resolves.toBe('superseded')
  })

  it('replaces a stored bundle that was altered when it writes anew', async () => {
    const saved = state('text', 3)
    await cache.save({ ...saved, bytesOf: () => Buffer.from('altered') })
    await cache.save({ ...saved, rewrite: true })
    const [digest = ''] = saved.digests
    const [found] = await cache.readHistory()
    expect(sha256Hex(found?.bundles.get(digest) ?? new Uint8Array())).toBe(digest)
  })

  it('gives each process of the folder a name of its own, and the same one again after a restart', async () => {
    const other = open()
    const [first, second] = [await cache.instanceId(), await other.instanceId()]
    expect(first.split('-')[0]).toBe(second.split('-')[0])
    expect([first.split('-')[1], second.split('-')[1]]).toEqual(['0', '1'])
    await cache.close()
    await other.close()
    expect(await open().instanceId()).toBe(first)
  })

  it('tells of what another process saves within a second, also between its reading and its watching', async () => {
    await cache.save(state('one', 1))
    await cache.readLastGood()
    await open().save(state('two', 2))
    const since = performance.now()
    await new Promise<void>((resolve) => cache.watch(resolve))
    await open().save(state('three', 3))
    await new Promise<void>((resolve) => cache.watch(resolve))
    expect(performance.now() - since).toBeLessThan(1_000)
  })

  it('says what to do about a folder that can not be made', async () => {
    await writeFile(join(dir, 'file'), '')
    const blocked = new FolderCache({
      cacheDir: join(dir, 'file'),
      projectId: forge.target.project_id,
      environment: 'production',
      history: 3,
      judge,
    })
    await expect(blocked.save(state('x', 1))).rejects.toMatchObject({ code: 'cache.unavailable' })
    expect(await blocked.readLastGood()).toBeUndefined()
  })
})
