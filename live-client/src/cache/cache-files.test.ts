import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { discardState } from './discard-state.js'
import { folderPaths } from './folder-paths.js'
import { readKept } from './read-kept.js'
import { fingerprintOf, watchFiles } from './watch-files.js'
import { writeDurably } from './write-durably.js'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'anvil-files-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

describe('the paths of a folder', () => {
  const paths = folderPaths('/cache', 'project', 'production')

  it('are all different, and all but those of the host in the folder of its environment', () => {
    const { scope, instanceId, slots, ...own } = paths
    expect(new Set(Object.values(paths)).size).toBe(Object.keys(paths).length)
    for (const path of Object.values(own)) expect(path.startsWith(`${scope}/`)).toBe(true)
    for (const path of [instanceId, slots]) expect(path.startsWith(scope)).toBe(false)
  })

  it('share nothing between environments or projects but the names of the host', () => {
    for (const other of [folderPaths('/cache', 'project', 'staging'), folderPaths('/cache', 'other', 'production')]) {
      const mine = new Set(Object.values(paths))
      expect(Object.values(other).filter((path) => mine.has(path))).toEqual([paths.instanceId, paths.slots])
    }
  })
})

describe('a fingerprint', () => {
  it('is of each file in its turn, and knows one that is absent', async () => {
    const [one, two] = [join(dir, 'one'), join(dir, 'two')]
    expect(await fingerprintOf([one, two])).toBe('- -')
    await writeFile(one, 'a')
    const first = await fingerprintOf([one, two])
    expect(first).toMatch(/^\d+:\d+:1 -$/)
    expect(await fingerprintOf([two, one])).toBe(first.split(' ').toReversed().join(' '))
    expect(await fingerprintOf([one, two])).toBe(first)
  })

  it('is another for a file of the same size and content that was put in its place', async () => {
    const path = join(dir, 'one')
    await writeDurably(path, 'same')
    const before = await fingerprintOf([path])
    await writeDurably(path, 'same')
    expect(await fingerprintOf([path])).not.toBe(before)
  })
})

describe('a watch', () => {
  it('tells of a file that is made, replaced or gone, and of nothing after its end', async () => {
    const path = join(dir, 'one')
    let told = 0
    const end = watchFiles([path], await fingerprintOf([path]), () => (told += 1))
    await writeFile(join(dir, 'other'), '')
    await writeDurably(path, 'a')
    await expect.poll(() => told, { timeout: 10_000 }).toBe(1)
    await rm(path)
    await expect.poll(() => told, { timeout: 10_000 }).toBe(2)
    end()
    let later = 0
    const endLater = watchFiles([path], await fingerprintOf([path]), () => (later += 1))
    await writeDurably(path, 'b')
    await expect.poll(() => later, { timeout: 10_000 }).toBe(1)
    await rm(path)
    await expect.poll(() => later, { timeout: 10_000 }).toBe(2)
    endLater()
    expect(told).toBe(2)
  })
})

describe('a file that is kept', () => {
  it('is told apart from none where it can not be read', async () => {
    expect(await readKept(join(dir, 'none'))).toBeUndefined()
    await mkdir(join(dir, 'folder'))
    expect((await readKept(join(dir, 'folder')))?.length).toBe(0)
    await writeFile(join(dir, 'file'), 'text')
    expect((await readKept(join(dir, 'file')))?.toString()).toBe('text')
  })

  it('is replaced whole by many writers at once, and none leaves anything behind', async () => {
    const path = join(dir, 'one')
    const contents = Array.from({ length: 8 }, (_, at) => String(at).repeat(10_000))
    await Promise.all(contents.map((content) => writeDurably(path, content)))
    expect(contents).toContain(await readFile(path, 'utf8'))
    expect(await readdir(dir)).toEqual(['one'])
  })
})

describe('what was learnt of another FORGE', () => {
  it('is put aside without the mode, in place of what was put aside before', async () => {
    const paths = folderPaths(dir, 'project', 'production')
    await mkdir(paths.scope)
    const learnt = [paths.lastGood, paths.saving, paths.highest, paths.synced, paths.pin, paths.contact]
    for (const round of ['first', 'second']) {
      for (const path of [...learnt, paths.mode]) await writeFile(path, round)
      await discardState(paths)
      expect(await readdir(paths.scope)).toEqual(['discarded', 'mode.json'])
    }
    expect(await readdir(paths.discarded)).toEqual(learnt.map((path) => basename(path)).sort())
    for (const path of learnt) expect(await readFile(join(paths.discarded, basename(path)), 'utf8')).toBe('second')
  })

  it('takes the database with it, and minds nothing that is absent', async () => {
    const paths = folderPaths(dir, 'project', 'production')
    await mkdir(paths.database, { recursive: true })
    await writeFile(join(paths.database, 'CURRENT'), '')
    await discardState(paths)
    expect(await readdir(join(paths.discarded, 'database'))).toEqual(['CURRENT'])
    await rename(paths.discarded, join(dir, 'elsewhere'))
    await discardState(paths)
    expect(await readdir(paths.discarded)).toEqual([])
  })
})
