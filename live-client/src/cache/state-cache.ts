import type { Mode, Position } from '@anvil/shared'

/** A state as it was found: raw documents, which count for nothing until they are verified again. */
export interface StoredState {
  keysets: readonly Uint8Array[]
  manifest: Uint8Array
  /** Canonical bytes by the digest under which they were stored. */
  bundles: ReadonlyMap<string, Uint8Array>
}

export interface LastGood {
  state: StoredState
  /** Whether it is what was saved last, to the end: nothing else that is kept can be newer. */
  isNewest: boolean
}

/** Where a manifest stands; of two at one position the one issued later is the newer. */
export interface Place extends Position {
  issued_at: string
}

/** A verified state that is to be kept. */
export interface StateToSave {
  keysets: readonly Uint8Array[]
  manifest: Uint8Array
  place: Place
  /** The digests of the manifest's bundles. */
  digests: readonly string[]
  /** Gives a bundle's canonical bytes; asked only for those that are not stored yet. */
  bytesOf: (sha256: string) => Uint8Array
  /** Whether a person took it by `sync`, so that frozen processes of this folder take it too. */
  bySync: boolean
  /** Writes everything anew, because something stored was found damaged. */
  rewrite: boolean
}

/** A mode that was set at the folder. `until` is wall time; null is for good. */
export interface StoredMode {
  mode: Mode
  reason: string | null
  until: string | null
  /** The older generation that a person made run here, as long as this mode is in force. */
  rolled_back_to?: Position
  /** Whether it only stands for a record that can't be read. */
  unreadable?: true
}

/** What the last processes of a folder knew of FORGE. */
export interface StoredContact {
  last_sync: string | null
  wanted: Position | null
}

/** Keeps what a client has verified. Whatever it gives back is verified again by who asks. */
export interface StateCache {
  /** Where state is kept, as it is shown; null for memory only. */
  readonly folder: string | null
  /** The state saved last, which is quick to have. */
  readLastGood(): Promise<LastGood | undefined>
  /** The highest manifest that was ever saved, with its keysets alone: nothing older is to be taken. */
  readHighest(): Promise<StoredState | undefined>
  /** The generations that are kept, newest first. */
  readHistory(): Promise<StoredState[]>
  /** Keeps a state unless a newer verified one is kept already. */
  save(state: StateToSave): Promise<'saved' | 'superseded'>
  /** The highest position that a person took by `sync`. */
  readSynced(): Promise<Position | null>
  readPin(): Promise<string | undefined>
  writePin(publicKey: string): Promise<void>
  readMode(): Promise<StoredMode | undefined>
  writeMode(mode: StoredMode): Promise<void>
  readContact(): Promise<StoredContact | undefined>
  writeContact(contact: StoredContact): Promise<void>
  /** A name for this process that stays the same over restarts. */
  instanceId(): Promise<string>
  /** Puts everything aside that was learnt from another FORGE. */
  discard(): Promise<void>
  /** Calls when another process has changed state or mode; within half a second. */
  watch(onChange: () => void): void
  close(): Promise<void>
}

/** Says where a manifest's envelope stands once it is verified; undefined where it is not to be trusted. */
export type JudgeManifest = (envelope: Uint8Array) => Place | undefined

/** Negative where the first place is the older one, 0 where both are the same. */
export function comparePlaces(a: Place, b: Place): number {
  return a.epoch - b.epoch || a.sequence - b.sequence || Date.parse(a.issued_at) - Date.parse(b.issued_at)
}
