import type { Knex } from 'knex'
import type { Logger } from 'pino'
import type { Signing } from '../signing/signing.js'
import { insertCheckpoint, listUnsigned } from './checkpoint-store.js'
import { sealEntries } from './seal-entries.js'
import { hasUnsealed } from './seal-store.js'

const POLL_MS = 1_000
/** Few enough that their hashes are no block of the event loop that anybody notices. */
const BATCH = 100

interface TrailDependencies {
  db: Knex
  log: Logger
  now: () => Date
  signing: Signing
}

/** Seals what was written to the audit trail, within a second of its commit, and signs how far its chains go. */
export class AuditTrail {
  readonly #given: TrailDependencies
  #timer: NodeJS.Timeout | undefined
  #turn: Promise<void> = Promise.resolve()
  #waiting = false
  #failing = false

  constructor(given: TrailDependencies) {
    this.#given = given
  }

  /** Begins with what an earlier process, or a release before this, left unsealed. */
  start(): void {
    this.#timer = setInterval(() => this.#poll(), POLL_MS)
    this.#poll()
  }

  /** Stops, and waits for what is under way; may be called twice. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#turn
  }

  /** Seals all that is committed by now. */
  seal(): Promise<void> {
    const turn = this.#turn.then(() => this.#sealAll())
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** Seals, and signs the head of every chain, or of one, that went on since it was signed last. */
  async checkpoint(chain: string | null = null): Promise<void> {
    await this.seal()
    const { db, signing, now } = this.#given
    const heads = await listUnsigned(db, chain)
    if (heads.length === 0) return
    const { signCheckpoint } = await signing.current(db)
    for (const head of heads) {
      const { chain, seq } = head
      await insertCheckpoint(db, { chain, seq, envelope: signCheckpoint(head), created_at: now() })
    }
  }

  async #sealAll(): Promise<void> {
    const { db } = this.#given
    if (!(await hasUnsealed(db))) return
    while ((await sealEntries(db, BATCH)) > 0);
  }

  /** A poll that finds the one before it still at work leaves it at that. */
  #poll(): void {
    if (this.#waiting) return
    this.#waiting = true
    void this.seal().then(
      () => this.#polled(undefined),
      (err: unknown) => this.#polled(err),
    )
  }

  #polled(err: unknown): void {
    if (err !== undefined && !this.#failing)
      this.#given.log.error({ err }, 'the audit trail is written and waits to be sealed')
    this.#failing = err !== undefined
    this.#waiting = false
  }
}
