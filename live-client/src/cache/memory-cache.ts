import { randomBytes } from 'node:crypto'
import type { Position } from '@anvil/shared'
import type { LastGood, StateCache, StateToSave, StoredContact, StoredMode, StoredState } from './state-cache.js'
import { comparePlaces } from './state-cache.js'

/** Keeps state as long as the process runs, for hosts without a folder that can be written. */
export class MemoryCache implements StateCache {
  readonly folder = null
  readonly #id = randomBytes(12).toString('hex')
  #state: StateToSave | undefined
  #synced: Position | null = null
  #pin: string | undefined
  #mode: StoredMode | undefined
  #contact: StoredContact | undefined

  async readLastGood(): Promise<LastGood | undefined> {
    return this.#state && { state: toStored(this.#state), isNewest: true }
  }

  async readHighest(): Promise<StoredState | undefined> {
    return this.#state && { ...toStored(this.#state), bundles: new Map() }
  }

  async readHistory(): Promise<StoredState[]> {
    return this.#state ? [toStored(this.#state)] : []
  }

  async save(state: StateToSave): Promise<'saved' | 'superseded'> {
    if (this.#state && comparePlaces(this.#state.place, state.place) > 0) return 'superseded'
    this.#state = state
    if (state.bySync) this.#synced = { epoch: state.place.epoch, sequence: state.place.sequence }
    return 'saved'
  }

  async readSynced(): Promise<Position | null> {
    return this.#synced
  }

  async readPin(): Promise<string | undefined> {
    return this.#pin
  }

  async writePin(publicKey: string): Promise<void> {
    this.#pin = publicKey
  }

  async readMode(): Promise<StoredMode | undefined> {
    return this.#mode
  }

  async writeMode(mode: StoredMode): Promise<void> {
    this.#mode = mode
  }

  async readContact(): Promise<StoredContact | undefined> {
    return this.#contact
  }

  async writeContact(contact: StoredContact): Promise<void> {
    this.#contact = contact
  }

  async instanceId(): Promise<string> {
    return this.#id
  }

  async discard(): Promise<void> {
    this.#state = undefined
    this.#synced = null
    this.#pin = undefined
    this.#contact = undefined
  }

  /** Nobody else can change what is kept here. */
  watch(): void {
    return
  }

  async close(): Promise<void> {
    return
  }
}

function toStored({ keysets, manifest, digests, bytesOf }: StateToSave): StoredState {
  return { keysets, manifest, bundles: new Map(digests.map((digest) => [digest, bytesOf(digest)])) }
}
