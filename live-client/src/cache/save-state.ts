import { readFile } from 'node:fs/promises'
import { comparePositions } from '@anvil/shared/open'
import type { FolderPaths } from './folder-paths.js'
import { readBundle, writeState } from './generations.js'
import { readJsonFile } from './json-file.js'
import { carveAnvilFile } from './carve-anvil-file.js'
import { composeAnvilFile } from './compose-anvil-file.js'
import { readPosition } from './small-records.js'
import { comparePlaces, type JudgeManifest, type Place, type StateToSave } from './state-cache.js'
import { withWritableDatabase } from './with-database.js'
import { writeDurably } from './write-durably.js'
import { writeJsonFile } from './write-json-file.js'

/** Where a save is: about to note how high it goes, to write the database, the last good state, the record of the highest; or done. */
export type SaveStage = 'saving' | 'database' | 'last-good' | 'highest' | 'done'

/** Hears of each stage of a save as it is reached, and of which state. */
export type Trace = (stage: SaveStage, place: Place) => void

export interface SaveOptions {
  history: number
  judge: JudgeManifest
  trace?: Trace
}

/**
 * Saves under the folder's lock. Where it goes is noted first: a last good state below that may be older than the
 * database. What the folder has recorded as its highest is written last, so it is never ahead of a state that is whole.
 * A database that fails does not keep the last good state from being replaced, but the failure is thrown.
 */
export async function saveState(
  paths: FolderPaths,
  state: StateToSave,
  options: SaveOptions,
): Promise<'saved' | 'superseded'> {
  if (await isBelowHighest(paths, state, options)) return 'superseded'
  options.trace?.('saving', state.place)
  await noteSaving(paths, state)
  options.trace?.('database', state.place)
  const written = await writeDatabase(paths, state, options)
  if (written.result === 'superseded') return 'superseded'
  options.trace?.('last-good', state.place)
  if (state.bySync) await writeJsonFile(paths.synced, { epoch: state.place.epoch, sequence: state.place.sequence })
  await writeDurably(paths.lastGood, Buffer.concat(composeAnvilFile({ ...state, bundles: written.bundles })))
  options.trace?.('highest', state.place)
  await writeDurably(paths.highest, Buffer.concat(composeAnvilFile({ ...state, bundles: new Map() })))
  options.trace?.('done', state.place)
  if (written.error !== undefined) throw written.error
  return 'saved'
}

async function isBelowHighest(paths: FolderPaths, { place }: StateToSave, { judge }: SaveOptions): Promise<boolean> {
  const highest = await placeIn(paths.highest, judge)
  return highest !== undefined && comparePositions(place, highest) < 0
}

async function noteSaving(paths: FolderPaths, { place }: StateToSave): Promise<void> {
  const noted = await readJsonFile(paths.saving, readPosition)
  if (noted && comparePositions(noted, place) >= 0) return
  await writeJsonFile(paths.saving, { epoch: place.epoch, sequence: place.sequence })
}

interface Written {
  result: 'saved' | 'superseded'
  bundles: Map<string, Uint8Array>
  error?: unknown
}

async function writeDatabase(paths: FolderPaths, state: StateToSave, options: SaveOptions): Promise<Written> {
  const bundles = new Map<string, Uint8Array>()
  try {
    const result = await withWritableDatabase(paths.database, async (db) => {
      const result = await writeState(db, state, options)
      for (const digest of result === 'saved' ? state.digests : [])
        bundles.set(digest, (await readBundle(db, digest)) ?? state.bytesOf(digest))
      return result
    })
    return { result, bundles }
  } catch (error) {
    const result = (await isLastGoodNewer(paths, state, options)) ? 'superseded' : 'saved'
    return { result, bundles: new Map(state.digests.map((digest) => [digest, state.bytesOf(digest)])), error }
  }
}

async function isLastGoodNewer(paths: FolderPaths, state: StateToSave, { judge }: SaveOptions): Promise<boolean> {
  const place = await placeIn(paths.lastGood, judge)
  return place !== undefined && comparePlaces(place, state.place) > 0
}

async function placeIn(path: string, judge: JudgeManifest): Promise<Place | undefined> {
  const file = await readFile(path).catch(() => undefined)
  const kept = file && carveAnvilFile(file)
  return kept && judge(kept.manifest)
}
