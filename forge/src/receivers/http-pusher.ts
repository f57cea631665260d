import { AnvilError } from '@anvil/shared'
import type { Agent } from 'undici'
import { openTokenValue } from '../access-tokens/token-value.js'
import { localUrl } from '../config/local-url.js'
import type { ForgeContext } from '../context.js'
import type { DeliveryPlane } from '../delivery/delivery-plane.js'
import type { ServedHead } from '../delivery/head-cache.js'
import { type AnnouncedPublication, markSent } from '../live/delivery-store.js'
import { noteUntold } from '../live/sync-answer-store.js'
import { within } from '../jobs/within.js'
import { changedBundles } from '../live/manifest-push.js'
import { refusedUrl } from '../outbound/address-rules.js'
import { guardedAgent } from '../outbound/guarded-agent.js'
import { encodePushBody } from './push-body.js'
import { pushOnce, type PushReply } from './push-once.js'
import {
  findGoodToken,
  listPublishedBundles,
  listReceivers,
  listUnfinishedPushes,
  noteUnreached,
  type Receiver,
  type Unreached,
} from './receiver-store.js'

const AT_ONCE = 64

type PusherContext = Pick<ForgeContext, 'db' | 'now' | 'log' | 'secrets' | 'config' | 'metrics' | 'changes'>

type Pushed = Pick<AnnouncedPublication, 'id' | 'environment_id'>

/** A publication on its way to the receivers of its environment. */
interface Round {
  publicationId: string
  head: ServedHead
  body: Buffer
  unreached: Unreached[]
  /** Breaks off what is under way, because a newer publication takes its place. */
  over: AbortController
}

/** Pushes publications by HTTP to the instances that gave FORGE an address for it. */
export class HttpPusher {
  readonly #ctx: PusherContext
  readonly #plane: DeliveryPlane
  readonly #agent: Agent
  readonly #closing = new AbortController()
  readonly #pushes = new Set<Promise<void>>()
  readonly #rounds = new Set<Round>()

  constructor(ctx: PusherContext, plane: DeliveryPlane) {
    this.#ctx = ctx
    this.#plane = plane
    this.#agent = guardedAgent(ctx.config.receivers)
  }

  /**
   * Begins to push a publication to its receivers, or only to some, and goes on by itself; what they answer goes to the
   * deliveries.
   */
  push(publication: Pushed, only?: ReadonlySet<string>): void {
    this.#goOn(this.#begin(publication, only), publication.id)
  }

  /** Goes on with what an earlier process began to push and did not end. */
  resume(): void {
    this.#goOn(this.#resume())
  }

  /** Breaks off what is still pushed of an environment's publications before this head. */
  overtake({ environmentId, publicationId }: ServedHead): void {
    for (const { head, over } of this.#rounds)
      if (head.environmentId === environmentId && head.publicationId !== publicationId) over.abort()
  }

  /** Lets what is under way end within `graceMs`, and then breaks it off. */
  async close(graceMs: number): Promise<void> {
    await within(graceMs, Promise.all(this.#pushes))
    this.#closing.abort()
    await Promise.all(this.#pushes)
    await this.#agent.destroy()
  }

  async #resume(): Promise<void> {
    for (const { instance_ids, ...publication } of await listUnfinishedPushes(this.#ctx.db))
      this.#goOn(this.#begin(publication, new Set(instance_ids)), publication.id)
  }

  #goOn(work: Promise<void>, publication?: string): void {
    const push = work.catch((err: unknown) => {
      this.#ctx.log.error({ err, publication }, 'a push by HTTP failed; its instances will pull')
    })
    this.#pushes.add(push)
    void push.finally(() => this.#pushes.delete(push))
  }

  async #begin({ id, environment_id }: Pushed, only?: ReadonlySet<string>): Promise<void> {
    if (this.#closing.signal.aborted) return
    const { db, now } = this.#ctx
    const head = await this.#plane.heads.get(environment_id)
    const all = head.publicationId === id ? await listReceivers(db, environment_id, now()) : []
    const receivers = all.filter(({ instance_id }) => only?.has(instance_id) ?? true)
    if (receivers.length === 0) return
    const body = await this.#encode(head, await changedBundles(db, id))
    const ids = receivers.map(({ instance_id }) => instance_id)
    await markSent(db, id, ids, now())
    const round: Round = { publicationId: id, head, body, unreached: [], over: new AbortController() }
    this.#rounds.add(round)
    await this.#pushToAll(receivers, round).finally(() => this.#rounds.delete(round))
    await this.#plane.journal.flush()
    this.#ctx.metrics.delivered(await noteUnreached(db, id, round.unreached, now()))
    await noteUntold(db, environment_id, round.unreached, now())
    this.#ctx.changes.announce([{ project_id: head.projectId, what: 'delivery' }])
  }

  async #pushToAll(receivers: readonly Receiver[], round: Round): Promise<void> {
    const queue = [...receivers]
    const work = async (): Promise<void> => {
      for (let next = queue.pop(); next && !this.#isBrokenOff(round); next = queue.pop())
        await this.#pushTo(next, round)
    }
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, receivers.length) }, work))
  }

  async #pushTo(receiver: Receiver, round: Round): Promise<void> {
    const key = { environment_id: round.head.environmentId, id: receiver.instance_id }
    try {
      const reply = await this.#send(receiver, round)
      if (reply === undefined) return
      if ('missing' in reply)
        throw new AnvilError('bundle.missing', 'The receiver lacks bundles that were sent to it, and can fetch none.')
      const isOvertaken = reply.ack?.code === 'manifest.rollback' && this.#isOver(round)
      if (reply.ack && !isOvertaken) this.#plane.journal.acknowledged(key, reply.ack)
    } catch (error) {
      if (this.#isBrokenOff(round)) return
      const { code, message } = error instanceof AnvilError ? error : unexpected(error)
      round.unreached.push({ instance_id: receiver.instance_id, code, detail: message })
    }
  }

  /** Whether nothing more is sent: a newer publication is pushed instead, or FORGE stops, and its next start goes on. */
  #isBrokenOff(round: Round): boolean {
    return this.#closing.signal.aborted || this.#isOver(round)
  }

  /** Whether a newer publication is known, which is pushed instead. */
  #isOver({ head }: Round): boolean {
    return this.#plane.heads.isOver(head)
  }

  /** Sends a push, and once more with the bundles that the receiver lacks; undefined where a newer one takes its place. */
  async #send({ receiver_url, access_token_id }: Receiver, round: Round): Promise<PushReply | undefined> {
    const why = refusedUrl(receiver_url, this.#ctx.config.receivers)
    if (why !== undefined)
      throw new AnvilError('receiver.refused', `FORGE pushes nothing to ${placeOf(receiver_url)}: ${why}. ${ALLOW}`)
    const { db, now, secrets } = this.#ctx
    const sealed = await findGoodToken(db, access_token_id, now())
    if (!sealed) throw new AnvilError('token.revoked', 'The access token of this instance was revoked or has expired.')
    const token = openTokenValue(secrets, access_token_id, sealed)
    const signal = AbortSignal.any([this.#closing.signal, round.over.signal])
    const target = { dispatcher: this.#agent, url: receiver_url, token, signal }
    if (this.#isOver(round)) return undefined
    const reply = await pushOnce(target, round.body)
    if (!('missing' in reply)) return reply
    const bundles = await listPublishedBundles(db, round.publicationId, reply.missing)
    const body = await this.#encode(round.head, bundles)
    return this.#isOver(round) ? undefined : pushOnce(target, body)
  }

  #encode(head: ServedHead, bundles: readonly { gzip: Buffer }[]): Promise<Buffer> {
    const { config, now } = this.#ctx
    return encodePushBody({
      envelope: head.envelope,
      bundles,
      keysets: this.#plane.heads.keysetsAfter(0),
      forgeUrl: config.publicUrl ?? localUrl(config),
      projectId: head.projectId,
      at: now(),
    })
  }
}

const ALLOW = 'ANVIL_RECEIVER_NETWORKS names private networks that may be reached.'

function unexpected(error: unknown): AnvilError {
  const why = error instanceof Error ? error.message : String(error)
  return new AnvilError('internal', `The push failed: ${why}`, { cause: error })
}

/** An address without what may be a secret in it. */
function placeOf(url: string): string {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}
