import { AnvilError } from '@anvil/shared/errors'
import { makeFolder } from '@anvil/shared/make-folder'
import { discardState } from './discard-state.js'
import { withLock } from './exclusive-lock.js'
import type { FolderPaths } from './folder-paths.js'
import { readStates } from './generations.js'
import { type HeldInstanceId, holdInstanceId } from './instance-id.js'
import { type SaveOptions, saveState } from './save-state.js'
import type { StateToSave, StoredState } from './state-cache.js'
import { withDatabase } from './with-database.js'
import { writeJsonFile } from './write-json-file.js'

const LOCK = { waitMs: 10_000, threadStaleMs: 30_000 }

/** What changes a cache folder or opens its database, each under the folder's lock. */
export class FolderWriter {
  readonly #paths: FolderPaths
  readonly #options: SaveOptions
  #instance: HeldInstanceId | undefined

  constructor(paths: FolderPaths, options: SaveOptions) {
    this.#paths = paths
    this.#options = options
  }

  readHistory(): Promise<StoredState[]> {
    return this.#locked(() => withDatabase(this.#paths.database, readStates))
  }

  save(state: StateToSave): Promise<'saved' | 'superseded'> {
    return this.#locked(() => saveState(this.#paths, state, this.#options))
  }

  async writeRecord(path: string, record: object): Promise<void> {
    await this.#locked(() => writeJsonFile(path, record))
  }

  async instanceId(): Promise<string> {
    this.#instance ??= await holdInstanceId(this.#paths)
    return this.#instance.id
  }

  async discard(): Promise<void> {
    await this.#locked(() => discardState(this.#paths))
  }

  async close(): Promise<void> {
    await this.#instance?.release().catch(() => undefined)
    this.#instance = undefined
  }

  async #locked<T>(work: () => Promise<T>): Promise<T> {
    try {
      await makeFolder(this.#paths.scope)
      return await withLock(this.#paths.lock, LOCK, work)
    } catch (cause) {
      if (cause instanceof AnvilError) throw cause
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new AnvilError(
        'cache.unavailable',
        `The cache folder ${this.#paths.scope} can't be used: ${why}. What runs stays in memory; mend the folder.`,
        { cause },
      )
    }
  }
}
