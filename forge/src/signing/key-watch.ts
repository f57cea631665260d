import type { ForgeContext } from '../context.js'
import { renewHeads } from '../publishing/freshness.js'
import { hasHeadUnderAnother } from '../publishing/head-store.js'

const WATCH_MS = 500

type KeyWatchContext = Pick<ForgeContext, 'db' | 'now' | 'log' | 'signing'>

/** Looks twice a second whether the operator or another node made a new keyset, and has every head signed under it. */
export class KeyWatch {
  readonly #ctx: KeyWatchContext
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  #failing = false

  constructor(ctx: KeyWatchContext) {
    this.#ctx = ctx
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#looking ??= this.#look().finally(() => (this.#looking = undefined))
    }, WATCH_MS)
  }

  /** Stops looking, and waits for what is under way; may be called twice. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
  }

  async #look(): Promise<void> {
    const { db, log, signing } = this.#ctx
    try {
      const signer = await signing.current(db)
      if (await hasHeadUnderAnother(db, signer)) {
        const renewed = await renewHeads(this.#ctx)
        log.info({ keyset: signer.keyset, epoch: signer.epoch, renewed }, 'heads were signed under the newest keyset')
      }
      this.#failing = false
    } catch (err) {
      if (!this.#failing) log.error({ err }, 'heads can not be signed under the newest keyset at the moment')
      this.#failing = true
    }
  }
}
