import { AnvilError } from '@anvil/shared'
import type { AppContext } from '../context.js'
import type { DeliveryPlane } from '../delivery/delivery-plane.js'
import { isOver } from '../delivery/token-cache.js'
import { markUnanswered } from './delivery-store.js'
import type { LiveSocket } from './live-socket.js'
import { listRevokedTokens } from './revocation-store.js'

const WATCH_MS = 500

export interface WatchParts {
  /** Ends the sockets that a test picks, telling them why. */
  cut: (goesFor: (socket: LiveSocket) => boolean, error: AnvilError) => void
  push: (environmentId: string) => Promise<void>
}

/** Looks twice a second for what other nodes did: heads that moved and tokens that were revoked; and ends expired sockets. */
export class LiveWatch {
  readonly #ctx: Pick<AppContext, 'db' | 'now' | 'log'>
  readonly #plane: DeliveryPlane
  readonly #parts: WatchParts
  #lastRevocation = 0
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  #failing = false

  constructor(ctx: Pick<AppContext, 'db' | 'now' | 'log'>, plane: DeliveryPlane, parts: WatchParts) {
    this.#ctx = ctx
    this.#plane = plane
    this.#parts = parts
  }

  start(): void {
    this.#timer = setInterval(() => this.nudge(), WATCH_MS)
  }

  /** Looks now, unless it is at it. */
  nudge(): void {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined))
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
  }

  async #look(): Promise<void> {
    try {
      await this.#endRevoked()
      for (const { environmentId } of await this.#plane.heads.refresh()) await this.#parts.push(environmentId)
      await markUnanswered(this.#ctx.db, this.#ctx.now())
      this.#failing = false
    } catch (err) {
      if (!this.#failing) this.#ctx.log.error({ err }, 'the database does not answer; delivery goes on from memory')
      this.#failing = true
    }
    const expired = new AnvilError(
      'token.expired',
      'The access token has expired. Put a new one into ANVIL_ACCESS_TOKEN.',
    )
    this.#parts.cut((socket) => isOver(socket.data.grant, this.#ctx.now()), expired)
  }

  async #endRevoked(): Promise<void> {
    const revoked = await listRevokedTokens(this.#ctx.db, this.#lastRevocation)
    if (revoked.length === 0) return
    const ids = new Set(revoked.map((row) => row.access_token_id))
    for (const id of ids) this.#plane.tokens.forget(id)
    const error = new AnvilError(
      'token.revoked',
      'The access token was revoked. Put a new one into ANVIL_ACCESS_TOKEN.',
    )
    this.#parts.cut((socket) => ids.has(socket.data.grant.tokenId), error)
    this.#lastRevocation = revoked.at(-1)?.number ?? this.#lastRevocation
  }
}
