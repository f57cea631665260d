import type { AnvilError } from '@anvil/shared'
import type { ForgeContext } from '../context.js'
import type { DeliveryPlane } from '../delivery/delivery-plane.js'
import type { MovedHead } from '../delivery/head-cache.js'
import { markUnanswered } from './delivery-store.js'
import type { LiveSocket } from './live-socket.js'
import { giveUpAsked } from './sync-answer-store.js'

const WATCH_MS = 500

type WatchContext = Pick<ForgeContext, 'db' | 'now' | 'log' | 'metrics' | 'changes'>

export interface WatchParts {
  /** Ends the sockets for which there is a reason to, telling them it. */
  cut: (reasonFor: (socket: LiveSocket) => AnvilError | undefined) => void
  push: (moved: MovedHead) => Promise<void>
  /** Tells instances that somebody asked to sync. */
  tellAsked: () => Promise<void>
}

/** Looks twice a second for what other nodes did: heads that moved and tokens that were revoked; and ends expired sockets. */
export class LiveWatch {
  readonly #ctx: WatchContext
  readonly #plane: DeliveryPlane
  readonly #parts: WatchParts
  readonly #unpushed = new Map<string, MovedHead>()
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  #pushing: Promise<void> | undefined
  #failing = false

  constructor(ctx: WatchContext, plane: DeliveryPlane, parts: WatchParts) {
    this.#ctx = ctx
    this.#plane = plane
    this.#parts = parts
  }

  start(): void {
    this.#timer = setInterval(() => this.#tick(), WATCH_MS)
  }

  /** Looks now, unless it is at it. */
  nudge(): void {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined))
  }

  /** Reads which heads moved, and sees to it that each is pushed. */
  async refreshHeads(): Promise<void> {
    this.#note(await this.#plane.heads.refresh())
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
    await this.#pushing
  }

  /** Judges the sockets by what is known, also while a look waits for a database that does not answer; and looks. */
  #tick(): void {
    const doubt = this.#failing || this.#looking ? this.#plane.tokens.doubt() : undefined
    this.#parts.cut((socket) => doubt ?? this.#plane.tokens.endOf(socket.data.grant))
    this.nudge()
  }

  async #look(): Promise<void> {
    try {
      await this.#plane.tokens.check()
      this.#parts.cut((socket) => this.#plane.tokens.endOf(socket.data.grant))
      await this.refreshHeads()
      await this.#parts.tellAsked()
      await this.#giveUp()
      this.#failing = false
    } catch (err) {
      if (!this.#failing) this.#ctx.log.error({ err }, 'the database does not answer; delivery goes on from memory')
      this.#failing = true
    }
  }

  /** Waits no longer for those that said nothing in a minute. */
  async #giveUp(): Promise<void> {
    const { db, now, metrics, changes } = this.#ctx
    const unanswered = await markUnanswered(db, now())
    metrics.delivered(unanswered)
    changes.announce(unanswered.map(({ project_id }) => ({ project_id, what: 'delivery' })))
    changes.announce((await giveUpAsked(db, now())).map((project_id) => ({ project_id, what: 'fleet' })))
  }

  #note(moved: readonly MovedHead[]): void {
    for (const { head, rose } of moved) {
      const before = this.#unpushed.get(head.environmentId)
      this.#unpushed.set(head.environmentId, { head, rose: rose || before?.rose === true })
    }
    this.#pushing ??= this.#pushMoved().finally(() => (this.#pushing = undefined))
  }

  /** Pushes each head that moved, beside the looking: a large fleet takes a while. One that fails has its turn again at the next look. */
  async #pushMoved(): Promise<void> {
    for (const [environmentId, moved] of this.#unpushed) {
      try {
        await this.#parts.push(moved)
        if (this.#unpushed.get(environmentId) === moved) this.#unpushed.delete(environmentId)
      } catch (err) {
        this.#ctx.log.error(
          { err, environment_id: environmentId },
          'a new manifest could not be pushed, and is tried again',
        )
      }
    }
  }
}
