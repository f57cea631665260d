import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonicalBytes, openManifest } from '@anvil/shared/bundle'
import { aBundle, testForge, textPrompt } from '@anvil/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fresh } from '../../test/support/forge-server.js'
import { carveAnvilFile } from './carve-anvil-file.js'
import { type FolderPaths, folderPaths } from './folder-paths.js'
import { type SaveStage, saveState } from './save-state.js'
import type { Place, StateToSave } from './state-cache.js'

const forge = testForge()

function judge(envelope: Uint8Array): Place | undefined {
  try {
    return openManifest(envelope, { chain: forge.chain, target: forge.target }).manifest
  } catch {
    return undefined
  }
}

function state(sequence: number, change: Partial<StateToSave> = {}): StateToSave {
  const bundle = aBundle({ snapshot: { hello: textPrompt(`text ${sequence}`) } })
  const { manifest, envelope, bundles } = forge.publish([bundle], fresh(sequence))
  return {
    keysets: forge.keysets,
    manifest: envelope,
    place: manifest,
    digests: [...bundles.keys()],
    bytesOf: () => canonicalBytes(bundle),
    bySync: false,
    rewrite: false,
    ...change,
  }
}

let dir: string
let paths: FolderPaths
let stages: SaveStage[]
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'anvil-save-'))
  paths = folderPaths(dir, 'project', 'production')
  await mkdir(paths.scope)
  stages = []
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const save = (saved: StateToSave) =>
  saveState(paths, saved, { history: 3, judge, trace: (stage) => stages.push(stage) })
const textOf = (path: string) => readFile(path, 'utf8').catch(() => undefined)

/** The sequence and the number of bundles that a file of the folder holds. */
async function heldBy(path: string): Promise<[number | undefined, number] | undefined> {
  const file = await readFile(path).catch(() => undefined)
  const carved = file && carveAnvilFile(file)
  return carved && [judge(carved.manifest)?.sequence, carved.bundles.size]
}

describe('a save', () => {
  it('goes through its stages in order, and ends with all of them at its place', async () => {
    expect(await save(state(5))).toBe('saved')
    expect(stages).toEqual(['saving', 'database', 'last-good', 'highest', 'done'])
    expect([await heldBy(paths.lastGood), await heldBy(paths.highest)]).toEqual([
      [5, 1],
      [5, 0],
    ])
    expect(await textOf(paths.saving)).toBe('{"epoch":1,"sequence":5}\n')
    expect(await textOf(paths.synced)).toBeUndefined()
  })

  it('by a person notes what they took', async () => {
    await save(state(5, { bySync: true }))
    await save(state(6))
    expect(await textOf(paths.synced)).toBe('{"epoch":1,"sequence":5}\n')
  })

  it('below the recorded highest touches nothing', async () => {
    await save(state(5))
    const before = await Promise.all([paths.lastGood, paths.highest, paths.saving].map(textOf))
    stages = []
    expect(await save(state(4, { bySync: true }))).toBe('superseded')
    expect(stages).toEqual([])
    expect(await Promise.all([paths.lastGood, paths.highest, paths.saving].map(textOf))).toEqual(before)
    expect(await textOf(paths.synced)).toBeUndefined()
  })

  it('that another has noted to be higher leaves that note', async () => {
    await writeFile(paths.saving, '{"epoch":2,"sequence":1}')
    expect(await save(state(5))).toBe('saved')
    expect(await textOf(paths.saving)).toBe('{"epoch":2,"sequence":1}')
  })

  it('is not held up by a highest that nobody can vouch for', async () => {
    await save(state(9))
    const strange = testForge({ root: 'other root', signer: 'other signer' }).publish([], fresh(99)).envelope
    const known = (await textOf(paths.highest)) ?? ''
    const own = JSON.stringify(JSON.parse(known).manifest)
    await writeFile(paths.highest, known.replace(own, Buffer.from(strange).toString()))
    expect(await heldBy(paths.highest)).toEqual([undefined, 0])
    expect(await save(state(10))).toBe('saved')
    expect(await heldBy(paths.highest)).toEqual([10, 0])
  })
})

describe('a database that can not be used', () => {
  beforeEach(() => writeFile(paths.database, 'a file in its place'))

  it('is told of, but keeps no newer state from being kept beside it', async () => {
    await expect(save(state(5))).rejects.toThrow()
    expect(stages.at(-1)).toBe('done')
    expect([await heldBy(paths.lastGood), await heldBy(paths.highest)]).toEqual([
      [5, 1],
      [5, 0],
    ])
  })

  it('lets no older state replace the last good one, though the highest is lost', async () => {
    await expect(save(state(5))).rejects.toThrow()
    await rm(paths.highest)
    expect(await save(state(4))).toBe('superseded')
    expect(await heldBy(paths.lastGood)).toEqual([5, 1])
    expect(await textOf(paths.highest)).toBeUndefined()
  })
})
