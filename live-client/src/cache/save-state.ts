import { readFile } from 'node:fs/promises'
import type { FolderPaths } from './folder-paths.js'
import { readBundle, writeState } from './generations.js'
import { readJsonFile, writeJsonFile } from './json-file.js'
import { carveAnvilFile, composeAnvilFile } from './last-good.js'
import { readPosition } from './small-records.js'
import { comparePlaces, type JudgeManifest, type Place, type StateToSave } from './state-cache.js'
import { withWritableDatabase } from './with-database.js'
import { writeDurably } from './write-durably.js'

/** Where a save is: about to note how high it goes, to write the database, to replace the last good state; or done. */
export type SaveStage = 'highest' | 'database' | 'last-good' | 'done'

/** Hears of each stage of a save as it is reached, and of which state. */
export type Trace = (stage: SaveStage, place: Place) => void

interface SaveOptions {
  history: number
  judge: JudgeManifest
  trace?: Trace
}

/**
 * Saves under the folder's lock. The highest position is noted first: a last good state below it may be older than the
 * database. A database that fails does not keep the last good state from being replaced, but the failure is thrown.
 */
export async function saveState(
  paths: FolderPaths,
  state: StateToSave,
  options: SaveOptions,
): Promise<'saved' | 'superseded'> {
  options.trace?.('highest', state.place)
  await noteHighest(paths, state)
  options.trace?.('database', state.place)
  const written = await writeDatabase(paths, state, options)
  if (written.result === 'superseded') return 'superseded'
  options.trace?.('last-good', state.place)
  if (state.bySync) await writeJsonFile(paths.synced, { epoch: state.place.epoch, sequence: state.place.sequence })
  await writeDurably(paths.lastGood, Buffer.concat(composeAnvilFile({ ...state, bundles: written.bundles })))
  options.trace?.('done', state.place)
  if (written.error !== undefined) throw written.error
  return 'saved'
}

async function noteHighest(paths: FolderPaths, { place }: StateToSave): Promise<void> {
  const noted = await readJsonFile(paths.highest, readPosition)
  if (noted && (noted.epoch - place.epoch || noted.sequence - place.sequence) >= 0) return
  await writeJsonFile(paths.highest, { epoch: place.epoch, sequence: place.sequence })
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
  const file = await readFile(paths.lastGood).catch(() => undefined)
  const kept = file && carveAnvilFile(file)
  const place = kept && judge(kept.manifest)
  return place !== undefined && comparePlaces(place, state.place) > 0
}
