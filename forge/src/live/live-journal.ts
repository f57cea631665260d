import type { Ack, Heartbeat } from '@anvil/shared'
import { LRUCache } from 'lru-cache'
import type { ForgeContext } from '../context.js'
import { type InstanceAck, isRunning, noteAcks } from './delivery-store.js'
import { inBatches } from './in-batches.js'
import { noteSyncAnswers } from './sync-answer-store.js'
import { databaseTrouble } from '../db/database-trouble.js'
import {
  type InstanceKey,
  noteDisconnected,
  noteHeartbeats,
  noteTokenUse,
  type SeenInstance,
  type TokenUse,
  upsertInstances,
} from './instance-store.js'

const FLUSH_MS = 50
const MAX_TOKENS = 10_000

/** How often the use of an access token is written, however often it is used. */
const USE_MS = 60_000
const TROUBLED_MS = 1_000
const MAX_INSTANCES = 20_000

/** Hears in which environments something changed that a page shows, once it is written. */
type Hear = (what: 'fleet' | 'delivery', environmentIds: readonly string[]) => void

/** A heartbeat that waits to be written, and whether it says anything else than the one before. */
type WaitingBeat = InstanceKey & { beat: Heartbeat; isNews: boolean }

type JournalContext = Pick<ForgeContext, 'db' | 'now' | 'log' | 'metrics'>

interface Keeping<T> {
  write: (batch: T[]) => Promise<void>
  /** What was said since and waits to be written. */
  waiting: () => Map<string, T>
  /** Whether something newer was said that makes this one void. */
  isOver?: (name: string) => boolean
}

/** Folds what many instances say into few small writes, in the order of connect, ack, heartbeat, disconnect. */
export class LiveJournal {
  readonly #ctx: JournalContext
  readonly #hear: Hear
  #seen = new Map<string, SeenInstance>()
  #uses = new Map<string, TokenUse>()
  readonly #lastUses = new LRUCache<string, number>({ max: MAX_TOKENS })
  #acks = new Map<string, InstanceAck>()
  #beats = new Map<string, WaitingBeat>()
  readonly #lastBeats = new LRUCache<string, string>({ max: MAX_INSTANCES })
  #gone = new Map<string, InstanceKey>()
  readonly #sockets = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined
  #flushing: Promise<void> = Promise.resolve()
  #troubled = false

  constructor(ctx: JournalContext, hear: Hear) {
    this.#ctx = ctx
    this.#hear = hear
  }

  connected(seen: Omit<SeenInstance, 'seen_at'>): void {
    const name = nameOf(seen.key)
    if (seen.by_socket) this.#sockets.set(name, (this.#sockets.get(name) ?? 0) + 1)
    this.#gone.delete(name)
    this.#seen.set(name, { ...seen, seen_at: this.#seen.get(name)?.seen_at ?? this.#ctx.now() })
    this.#soon()
  }

  /** Notes that an access token was used by a request that names no instance; about once a minute. */
  used(tokenId: string, address: string): void {
    const at = this.#ctx.now().getTime()
    const last = this.#lastUses.get(tokenId)
    if (last !== undefined && at - last < USE_MS) return
    this.#lastUses.set(tokenId, at)
    this.#uses.set(tokenId, { access_token_id: tokenId, address, instance: null })
    this.#soon()
  }

  acknowledged(key: InstanceKey, ack: Ack): void {
    const { environment_id, id: instance_id } = key
    const name = `${nameOf(key)}/${ack.epoch}.${ack.sequence}`
    const isKnown = ack.result === 'current' && this.#acks.get(name)?.result === 'applied'
    if (!isKnown) this.#acks.set(name, { ...ack, environment_id, instance_id })
    if (isRunning(ack)) this.#correctBeat(key, ack)
    this.#soon()
  }

  beat(key: InstanceKey, beat: Heartbeat): void {
    const name = nameOf(key)
    const said = sayBeat(beat)
    const isNews = this.#lastBeats.get(name) !== said || this.#beats.get(name)?.isNews === true
    this.#lastBeats.set(name, said)
    this.#beats.set(name, { ...key, beat, isNews })
    this.#soon()
  }

  /** Notes the end of a socket; an instance that dialled again before its old socket was found dead is still there. */
  disconnected(key: InstanceKey): void {
    const name = nameOf(key)
    const left = (this.#sockets.get(name) ?? 1) - 1
    if (left > 0) {
      this.#sockets.set(name, left)
      return
    }
    this.#sockets.delete(name)
    this.#gone.set(name, key)
    this.#soon()
  }

  /** Writes what has gathered, and waits for it. */
  flush(): Promise<void> {
    return this.afterFlush(() => Promise.resolve())
  }

  /** Writes what has gathered and then does some work, before anything that is said from now on is written. */
  afterFlush(work: () => Promise<void>): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const done = this.#flushing.then(() => this.#write()).then(work)
    this.#flushing = done.catch(() => {})
    return done
  }

  /** A heartbeat that waits to be written, after the acks, was sent before this one: what it says is run is old. */
  #correctBeat(key: InstanceKey, { epoch, sequence }: Ack): void {
    const waiting = this.#beats.get(nameOf(key))
    if (!waiting) return
    this.#beats.set(nameOf(key), { ...waiting, beat: { ...waiting.beat, running: { epoch, sequence } } })
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS)
  }

  async #write(): Promise<void> {
    const { db, now, metrics } = this.#ctx
    const [seen, uses, acks, beats, gone] = [this.#seen, this.#uses, this.#acks, this.#beats, this.#gone]
    for (const [name, one] of seen) uses.set(name, useOf(one))
    this.#clear()
    const wasTroubled = this.#troubled
    this.#troubled = false
    await this.#keep('handshakes', seen, {
      waiting: () => this.#seen,
      write: async (batch) => {
        await upsertInstances(db, batch, now())
        const seenIn = batch.map(({ key }) => key.environment_id)
        this.#hear('fleet', seenIn)
      },
    })
    await this.#keep('uses of access tokens', uses, {
      waiting: () => this.#uses,
      write: (batch) => noteTokenUse(db, batch, now()),
    })
    await this.#keep('acks', acks, {
      waiting: () => this.#acks,
      write: async (batch) => {
        metrics.delivered(await noteAcks(db, batch, now()))
        await noteSyncAnswers(db, batch, now())
        this.#hear('delivery', batch.map(environmentOf))
        this.#hear('fleet', batch.map(environmentOf))
      },
    })
    await this.#keep('heartbeats', beats, {
      waiting: () => this.#beats,
      write: async (batch) => {
        await noteHeartbeats(db, batch, now())
        this.#hear('fleet', batch.filter(({ isNews }) => isNews).map(environmentOf))
      },
    })
    await this.#keep('ends', gone, {
      waiting: () => this.#gone,
      isOver: (name) => this.#seen.has(name) || this.#sockets.has(name),
      write: async (batch) => {
        await noteDisconnected(db, batch, now())
        this.#hear('fleet', batch.map(environmentOf))
      },
    })
    if (this.#troubled && !wasTroubled)
      this.#ctx.log.error('what LIVE instances say waits to be kept: the database takes nothing')
    if (this.#troubled) this.#timer ??= setTimeout(() => void this.flush(), TROUBLED_MS).unref()
  }

  /** Writes all of one kind; what the database can't take now waits, where nothing newer was said, and what it never takes is lost alone. */
  #keep<T>(
    what: string,
    said: Map<string, T>,
    { write, waiting, isOver = (name) => waiting().has(name) }: Keeping<T>,
  ): Promise<void> {
    return inBatches([...said], async (batch) => {
      try {
        await write(batch.map(([, one]) => one))
      } catch (err) {
        const inTrouble = databaseTrouble(err) !== undefined
        if (!inTrouble && batch.length > 1) {
          for (const one of batch) await this.#keep(what, new Map([one]), { write, waiting, isOver })
          return
        }
        for (const [name, one] of inTrouble ? batch : []) if (!isOver(name)) waiting().set(name, one)
        this.#troubled ||= inTrouble
        const told = { err, what, count: batch.length }
        if (!inTrouble) this.#ctx.log.error(told, 'what LIVE instances said is lost: the database did not take it')
      }
    })
  }

  #clear(): void {
    this.#seen = new Map()
    this.#uses = new Map()
    this.#acks = new Map()
    this.#beats = new Map()
    this.#gone = new Map()
  }
}

const useOf = ({ access_token_id, address, key }: SeenInstance): TokenUse => ({
  access_token_id,
  address,
  instance: key.id,
})
const environmentOf = ({ environment_id }: { environment_id: string }): string => environment_id
const sayBeat = ({ state, mode, running, wanted, prompts }: Heartbeat): string =>
  JSON.stringify([state, mode, running, wanted, prompts])
const nameOf = (key: InstanceKey): string => `${key.environment_id}/${key.id}`
