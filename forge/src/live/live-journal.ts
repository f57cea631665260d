import type { Ack, Heartbeat } from '@anvil/shared'
import type { AppContext } from '../context.js'
import { type InstanceAck, noteAcks } from './delivery-store.js'
import {
  type InstanceKey,
  noteDisconnected,
  noteHeartbeats,
  noteTokenUse,
  type SeenInstance,
  upsertInstances,
} from './instance-store.js'

const FLUSH_MS = 50

type JournalContext = Pick<AppContext, 'db' | 'now' | 'log'>

/** Folds what many instances say into few writes, in the order of connect, ack, heartbeat, disconnect. */
export class LiveJournal {
  readonly #ctx: JournalContext
  #seen = new Map<string, SeenInstance>()
  #acks = new Map<string, InstanceAck>()
  #beats = new Map<string, InstanceKey & { beat: Heartbeat }>()
  #gone = new Map<string, InstanceKey>()
  #timer: NodeJS.Timeout | undefined
  #flushing: Promise<void> = Promise.resolve()

  constructor(ctx: JournalContext) {
    this.#ctx = ctx
  }

  connected(seen: SeenInstance): void {
    this.#gone.delete(nameOf(seen.key))
    this.#seen.set(nameOf(seen.key), seen)
    this.#soon()
  }

  acknowledged(key: InstanceKey, ack: Ack): void {
    const { environment_id, id: instance_id } = key
    this.#acks.set(`${nameOf(key)}/${ack.epoch}.${ack.sequence}`, { ...ack, environment_id, instance_id })
    this.#soon()
  }

  beat(key: InstanceKey, beat: Heartbeat): void {
    this.#beats.set(nameOf(key), { ...key, beat })
    this.#soon()
  }

  disconnected(key: InstanceKey): void {
    this.#gone.set(nameOf(key), key)
    this.#soon()
  }

  /** Writes what has gathered, and waits for it. */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#flushing = this.#flushing.then(() => this.#write())
    return this.#flushing
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS)
  }

  async #write(): Promise<void> {
    const { db, now, log } = this.#ctx
    const seen = [...this.#seen.values()]
    const acks = [...this.#acks.values()]
    const beats = [...this.#beats.values()]
    const gone = [...this.#gone.values()]
    this.#clear()
    try {
      await upsertInstances(db, seen, now())
      await noteTokenUse(db, seen, now())
      await noteAcks(db, acks, now())
      await noteHeartbeats(db, beats, now())
      await noteDisconnected(db, gone, now())
    } catch (err) {
      const lost = { seen: seen.length, acks: acks.length, beats: beats.length, gone: gone.length }
      log.error({ err, lost }, 'what LIVE instances said could not be kept: the database did not take it')
    }
  }

  #clear(): void {
    this.#seen = new Map()
    this.#acks = new Map()
    this.#beats = new Map()
    this.#gone = new Map()
  }
}

const nameOf = (key: InstanceKey): string => `${key.environment_id}/${key.id}`
