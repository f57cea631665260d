import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { AnvilError } from '@anvil/shared/errors'
import type { Position } from '@anvil/shared'
import { discardState } from './discard-state.js'
import { withLock } from './exclusive-lock.js'
import { type FolderPaths, folderPaths } from './folder-paths.js'
import { fingerprintOf, watchFiles } from './watch-files.js'
import { readStates } from './generations.js'
import { type HeldInstanceId, holdInstanceId } from './instance-id.js'
import { readJsonFile, writeJsonFile } from './json-file.js'
import { carveAnvilFile, claimedPosition } from './last-good.js'
import { saveState, type Trace } from './save-state.js'
import { readContactRecord, readModeRecord, readPinRecord, readPosition } from './small-records.js'
import type {
  JudgeManifest,
  LastGood,
  StateCache,
  StateToSave,
  StoredContact,
  StoredMode,
  StoredState,
} from './state-cache.js'
import { withDatabase } from './with-database.js'

const LOCK = { waitMs: 10_000, threadStaleMs: 30_000 }

export interface FolderCacheOptions {
  cacheDir: string
  projectId: string
  environment: string
  history: number
  judge: JudgeManifest
  trace?: Trace
}

/** Keeps state in a folder that the processes of a host share. */
export class FolderCache implements StateCache {
  readonly #options: FolderCacheOptions
  readonly #paths: FolderPaths
  readonly #stops: (() => void)[] = []
  #instance: HeldInstanceId | undefined
  /** The files that were there when state was read first. */
  #seen: string | undefined

  constructor(options: FolderCacheOptions) {
    this.#options = options
    this.#paths = folderPaths(options.cacheDir, options.projectId, options.environment)
  }

  get folder(): string {
    return this.#paths.scope
  }

  async readLastGood(): Promise<LastGood | undefined> {
    this.#seen ??= await fingerprintOf(this.#watched)
    const [file, highest] = await Promise.all([
      readFile(this.#paths.lastGood).catch(() => undefined),
      readJsonFile(this.#paths.highest, readPosition),
    ])
    const state = file && carveAnvilFile(file)
    const claimed = state && claimedPosition(state.manifest)
    if (!claimed) return undefined
    const ahead = highest && (claimed.epoch - highest.epoch || claimed.sequence - highest.sequence)
    return { state, isNewest: ahead !== undefined && ahead >= 0 }
  }

  async readHistory(): Promise<StoredState[]> {
    if (!existsSync(this.#paths.database)) return []
    return this.#locked(() => withDatabase(this.#paths.database, readStates))
  }

  async save(state: StateToSave): Promise<'saved' | 'superseded'> {
    return this.#locked(() => saveState(this.#paths, state, this.#options))
  }

  async readSynced(): Promise<Position | null> {
    return (await readJsonFile(this.#paths.synced, readPosition)) ?? null
  }

  async readPin(): Promise<string | undefined> {
    return readJsonFile(this.#paths.pin, readPinRecord)
  }

  async writePin(publicKey: string): Promise<void> {
    await this.#locked(() => writeJsonFile(this.#paths.pin, { root_key: publicKey }))
  }

  async readMode(): Promise<StoredMode | undefined> {
    return readJsonFile(this.#paths.mode, readModeRecord)
  }

  async writeMode(mode: StoredMode): Promise<void> {
    await this.#locked(() => writeJsonFile(this.#paths.mode, mode))
  }

  async readContact(): Promise<StoredContact | undefined> {
    return readJsonFile(this.#paths.contact, readContactRecord)
  }

  async writeContact(contact: StoredContact): Promise<void> {
    await this.#locked(() => writeJsonFile(this.#paths.contact, contact))
  }

  async instanceId(): Promise<string> {
    this.#instance ??= await holdInstanceId(this.#paths)
    return this.#instance.id
  }

  async discard(): Promise<void> {
    await this.#locked(() => discardState(this.#paths))
  }

  watch(onChange: () => void): void {
    this.#stops.push(watchFiles(this.#watched, this.#seen, onChange))
  }

  async close(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop()
    await this.#instance?.release().catch(() => undefined)
    this.#instance = undefined
  }

  get #watched(): string[] {
    return [this.#paths.lastGood, this.#paths.mode]
  }

  async #locked<T>(work: () => Promise<T>): Promise<T> {
    try {
      await mkdir(this.#paths.scope, { recursive: true, mode: 0o700 })
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
