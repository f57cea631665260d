import type { Knex } from 'knex'
import type { Logger } from 'pino'
import { claimUnannounced, markAnnounced } from './outbox-store.js'

const POLL_MS = 1_000
const CLAIM_MS = 10_000

/** Tells LIVE instances of a stored publication; may be called more than once for the same one. */
export type Announce = (publicationId: string) => Promise<void>

/** Announces every committed publication at least once: at once when nudged, else within a second, also after a crash. */
export class OutboxRelay {
  readonly #db: Knex
  readonly #log: Logger
  readonly #now: () => Date
  #announce: Announce | undefined
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #again = false
  #inherit = true

  constructor({ db, log, now }: { db: Knex; log: Logger; now: () => Date }) {
    this.#db = db
    this.#log = log
    this.#now = now
  }

  /** Begins with what an earlier process left unannounced. */
  start(announce: Announce): void {
    this.#announce = announce
    this.#timer = setInterval(() => this.nudge(), POLL_MS)
    this.nudge()
  }

  /** Looks for publications to announce now, or once more when it is at it. */
  nudge(): void {
    this.#again = true
    const announce = this.#announce
    if (announce) this.#running ??= this.#drain(announce)
  }

  /** Waits until it has announced what it found. */
  async idle(): Promise<void> {
    await this.#running
  }

  /** Stops after the announcement it is at; the rest stays in the database for the next start. */
  async close(): Promise<void> {
    this.#announce = undefined
    clearInterval(this.#timer)
    await this.idle()
  }

  async #drain(announce: Announce): Promise<void> {
    try {
      while (this.#again && this.#announce) {
        this.#again = false
        await this.#announceBatch(announce)
      }
    } catch (err) {
      this.#log.error({ err }, 'publications wait to be announced: the database did not answer')
    } finally {
      this.#running = undefined
    }
  }

  async #announceBatch(announce: Announce): Promise<void> {
    const now = this.#now()
    const until = new Date(now.getTime() + CLAIM_MS)
    const claimed = await claimUnannounced(this.#db, { now, until, evenClaimed: this.#inherit })
    this.#inherit = false
    this.#again ||= claimed.length > 0
    for (const publicationId of claimed) {
      if (this.#announce) await this.#announceOne(announce, publicationId)
    }
  }

  async #announceOne(announce: Announce, publicationId: string): Promise<void> {
    try {
      await announce(publicationId)
      await markAnnounced(this.#db, publicationId, this.#now())
    } catch (err) {
      this.#log.error({ err, publication_id: publicationId }, 'an announcement failed and is tried again')
    }
  }
}
