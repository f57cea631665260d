import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Position } from '@anvil/shared'
import { comparePositions } from '@anvil/shared/open'
import { carveAnvilFile, claimedPosition } from './carve-anvil-file.js'
import { type FolderPaths, folderPaths } from './folder-paths.js'
import type { FolderWriter } from './folder-writer.js'
import { readJson, readJsonFile } from './json-file.js'
import { readKept } from './read-kept.js'
import type { Trace } from './save-state.js'
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
import { fingerprintOf, watchFiles } from './watch-files.js'

const UNREADABLE_MODE: StoredMode = {
  mode: 'frozen',
  reason: 'mode record unreadable',
  until: null,
  unreadable: true,
}

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
  #writer: Promise<FolderWriter> | undefined
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
    const [file, highest, saving] = await Promise.all([
      readFile(this.#paths.lastGood).catch(() => undefined),
      this.readHighest(),
      readJsonFile(this.#paths.saving, readPosition),
    ])
    const state = file && carveAnvilFile(file)
    const claimed = state && claimedPosition(state.manifest)
    if (!claimed) return undefined
    const isDone = saving !== undefined && comparePositions(claimed, saving) >= 0
    return {
      state,
      isNewest: isDone && highest !== undefined && Buffer.compare(highest.manifest, state.manifest) === 0,
    }
  }

  /** What can't be read is given back too, as a manifest that no key has signed. */
  async readHighest(): Promise<StoredState | undefined> {
    const file = await readKept(this.#paths.highest)
    return file && (carveAnvilFile(file) ?? { keysets: [], manifest: file, bundles: new Map() })
  }

  async readHistory(): Promise<StoredState[]> {
    if (!existsSync(this.#paths.database)) return []
    return (await this.#writing()).readHistory()
  }

  async save(state: StateToSave): Promise<'saved' | 'superseded'> {
    return (await this.#writing()).save(state)
  }

  async readSynced(): Promise<Position | null> {
    return (await readJsonFile(this.#paths.synced, readPosition)) ?? null
  }

  async readPin(): Promise<string | undefined> {
    return readJsonFile(this.#paths.pin, readPinRecord)
  }

  async writePin(publicKey: string): Promise<void> {
    await (await this.#writing()).writeRecord(this.#paths.pin, { root_key: publicKey })
  }

  /** A record that is there and can't be read may have said frozen, so it counts as that: the stricter wins. */
  async readMode(): Promise<StoredMode | undefined> {
    const file = await readKept(this.#paths.mode)
    return file && (readJson(file, readModeRecord) ?? UNREADABLE_MODE)
  }

  async writeMode(mode: StoredMode): Promise<void> {
    await (await this.#writing()).writeRecord(this.#paths.mode, mode)
  }

  async readContact(): Promise<StoredContact | undefined> {
    return readJsonFile(this.#paths.contact, readContactRecord)
  }

  async writeContact(contact: StoredContact): Promise<void> {
    await (await this.#writing()).writeRecord(this.#paths.contact, contact)
  }

  async instanceId(): Promise<string> {
    return (await this.#writing()).instanceId()
  }

  async discard(): Promise<void> {
    await (await this.#writing()).discard()
  }

  watch(onChange: () => void): void {
    this.#stops.push(watchFiles(this.#watched, this.#seen, onChange))
  }

  async close(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop()
    const writer = await this.#writer?.catch(() => undefined)
    await writer?.close()
  }

  get #watched(): string[] {
    return [this.#paths.lastGood, this.#paths.mode]
  }

  /** Locks, database and durable writes are loaded when they are first needed: serving from the disk needs none. */
  #writing(): Promise<FolderWriter> {
    return (this.#writer ??= import('./folder-writer.js').then(
      ({ FolderWriter }) => new FolderWriter(this.#paths, this.#options),
    ))
  }
}
