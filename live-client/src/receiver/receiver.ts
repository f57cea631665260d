import type { Ack, ManifestEntry, Mode, Position } from '@anvil/shared'
import { admitManifest, comparePositions, floorOf, higherFloor, type VerifiedManifest } from '@anvil/shared/open'
import type { AnvilError } from '@anvil/shared/errors'
import { clipText } from '../clip-text.js'
import type { Clock } from '../clock.js'
import { PromptTable } from '../prompts/prompt-table.js'
import type { TableChanges } from '../prompts/table-changes.js'
import type { Trust } from '../trust/trust.js'
import { unexpectedError } from '../unexpected-error.js'
import type { Arrived, Outcome, Source } from './arrived.js'
import { RefusedDigests } from './refused-digests.js'
import { positionOf, type Running } from './running.js'

export interface ReceiverParts {
  trust: Trust
  clock: Clock
  mode: () => Mode
  /** Fetches and adopts the keysets that are not held yet. */
  learnKeysets: () => Promise<void>
  fetchBundle: (entry: ManifestEntry, signal: AbortSignal) => Promise<Uint8Array>
  /** Hears of every verified manifest, also of one that is refused, before anything else is done with it. */
  onVerified: (verified: VerifiedManifest, source: Source) => void
  /** Hears of each manifest from the network that is neither old nor refused. */
  onContact: (serverTime: number | undefined) => void
  /** Takes the new state and makes it render; returns at once. Hears how it differs and how long it took, in milliseconds. */
  swap: (running: Running, changes: TableChanges, tookMs: number) => void
  /** Keeps what runs. A failure is for the part to warn of, not to throw. */
  save: (running: Running, byPerson: boolean) => Promise<void>
  onWanted: (position: Position) => void
  /** Hears of a rollback, as FORGE is to be told of it. */
  onRolledBack: (ack: Ack) => void
  onRejected: (error: AnvilError, position: Position | null, source: Source) => void
}

interface Candidate {
  verified: VerifiedManifest
  arrived: Arrived
  since: number
  abort: AbortController
}

/** The one way in for a manifest: verified, completed, swapped, saved. Says what to acknowledge, and never throws. */
export class Receiver {
  readonly #parts: ReceiverParts
  readonly #refused: RefusedDigests
  #running: Running | undefined
  #highest: VerifiedManifest | undefined
  #wanted: VerifiedManifest | undefined
  #inFlight: Candidate | undefined
  #line: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(parts: ReceiverParts) {
    this.#parts = parts
    this.#refused = new RefusedDigests(parts.clock)
  }

  get running(): Running | undefined {
    return this.#running
  }

  /** The highest manifest that was ever activated here, whatever runs now. */
  get highest(): VerifiedManifest | undefined {
    return this.#highest
  }

  /** The newest manifest that a frozen instance has refused. */
  get wanted(): Position | null {
    return this.#wanted ? positionOf(this.#wanted) : null
  }

  /** The envelope that needs no second look: what runs or, as long as it is frozen, what it has refused since. */
  get knownEnvelope(): Uint8Array | undefined {
    const refused = this.#parts.mode() === 'frozen' ? this.#wanted : undefined
    return (refused ?? this.#running?.verified)?.envelope
  }

  /** Takes what this folder ran before; it was verified again and is complete. */
  restore(running: Running): void {
    this.raiseFloor(running.verified)
    this.#running = running
  }

  /** Makes a verified older state run because a person asked for it; the floor stays where it is. */
  goBack(older: Running, changes: TableChanges): void {
    this.#inFlight?.abort.abort()
    this.restore(older)
    this.#parts.swap(older, changes, 0)
    this.#parts.onRolledBack({ ...positionOf(older.verified), result: 'rolled_back', took_ms: 0 })
  }

  /** Takes nothing from here on that is older than this one. */
  raiseFloor(verified: VerifiedManifest): void {
    const floor = floorOf(verified)
    if (this.#highest && higherFloor(floor, floorOf(this.#highest)) !== floor) return
    this.#highest = verified
  }

  async offer(arrived: Arrived): Promise<Outcome> {
    const since = this.#parts.clock.monotonic()
    let position: Position | null = null
    try {
      const verified = await this.#verify(arrived)
      position = positionOf(verified)
      const candidate = { verified, arrived, since, abort: new AbortController() }
      if (arrived.preview === true) return await this.#preview(candidate)
      const isNew = this.#judge(candidate)
      if (isFromForge(arrived.source)) this.#parts.onContact(arrived.serverTime)
      const ack = isNew ? await this.#enter(candidate) : await this.#stay(candidate)
      return { ack, error: undefined }
    } catch (error) {
      return this.#reject(error, position, { arrived, since })
    }
  }

  /** Ends what is in flight; nothing is taken from here on. */
  async close(): Promise<void> {
    this.#closed = true
    this.#inFlight?.abort.abort()
    await this.#line
  }

  async #verify({ envelope, source }: Arrived): Promise<VerifiedManifest> {
    const { trust } = this.#parts
    if (trust.needsNewerKeysets(envelope)) await this.#parts.learnKeysets()
    const verified = trust.verify(envelope, source === 'folder')
    this.#parts.onVerified(verified, source)
    return verified
  }

  /** Whether a candidate is to be activated. Throws what refuses it. */
  #judge({ verified, arrived }: Candidate): boolean {
    const origin = arrived.source === 'folder' ? 'cache' : fromFile(arrived.source) ? 'file' : 'network'
    const floor = this.#highest ? floorOf(this.#highest) : null
    const standing = admitManifest(verified, { floor, origin, now: this.#parts.clock.now() })
    this.#checkWanted(verified)
    const running = this.#running && positionOf(this.#running.verified)
    return standing === 'newer' || !running || comparePositions(positionOf(verified), running) !== 0
  }

  /** A frozen instance compares with what it refused too: one position, one content. */
  #checkWanted(verified: VerifiedManifest): void {
    const wanted = this.#wanted
    if (!wanted || comparePositions(positionOf(wanted), positionOf(verified)) !== 0) return
    admitManifest(verified, { floor: floorOf(wanted), origin: 'file', now: this.#parts.clock.now() })
  }

  /** It runs already: at most its freshness is new. */
  async #stay({ verified, arrived, since }: Candidate): Promise<Ack> {
    const running = this.#running
    if (running && verified.manifest.issued_at > running.verified.manifest.issued_at) {
      this.#running = { ...running, verified }
      this.raiseFloor(verified)
      await this.#parts.save(this.#running, arrived.byPerson)
    } else if (running && arrived.byPerson) await this.#parts.save(running, true)
    return { ...positionOf(verified), result: 'current', took_ms: this.#parts.clock.monotonic() - since }
  }

  async #enter(candidate: Candidate): Promise<Ack | undefined> {
    if (this.#isFrozenFor(candidate)) return this.#remember(candidate)
    const ahead =
      this.#inFlight && comparePositions(positionOf(candidate.verified), positionOf(this.#inFlight.verified))
    if (ahead !== undefined && ahead <= 0 && !candidate.arrived.byPerson) return undefined
    this.#inFlight?.abort.abort()
    this.#inFlight = candidate
    const turn = this.#line.then(() => this.#activate(candidate))
    this.#line = turn.catch(() => undefined)
    try {
      return await turn
    } catch (error) {
      if (candidate.abort.signal.aborted) return undefined
      throw error
    } finally {
      if (this.#inFlight === candidate) this.#inFlight = undefined
    }
  }

  async #activate(candidate: Candidate): Promise<Ack | undefined> {
    const { verified, arrived, abort, since } = candidate
    if (this.#closed || abort.signal.aborted) return undefined
    const table = await this.#complete(candidate)
    const { tableChanges } = await import('../prompts/table-changes.js')
    if (this.#closed || abort.signal.aborted) return undefined
    if (this.#isFrozenFor(candidate)) return this.#remember(candidate)
    if (!this.#judge(candidate)) return this.#stay(candidate)
    const running = { verified, table, source: arrived.source }
    const tookMs = this.#parts.clock.monotonic() - since
    const changes = tableChanges(this.#running?.table, table)
    this.restore(running)
    if (this.#wanted && comparePositions(positionOf(this.#wanted), positionOf(verified)) <= 0) this.#wanted = undefined
    this.#parts.swap(running, changes, tookMs)
    await this.#parts.save(running, arrived.byPerson)
    return { ...positionOf(verified), result: 'applied', took_ms: tookMs }
  }

  async #complete({ verified, arrived, abort }: Candidate): Promise<PromptTable> {
    const { completeBundles } = await import('./complete-bundles.js')
    const sources = {
      running: this.#running?.table,
      beside: arrived.beside,
      fetchBundle: this.#parts.fetchBundle,
      refused: this.#refused,
      spreadMs: arrived.spreadMs,
    }
    return new PromptTable(verified.manifest, await completeBundles(verified.manifest, sources, abort.signal))
  }

  async #preview(candidate: Candidate): Promise<Outcome> {
    const isNew = this.#judge(candidate)
    return { ack: undefined, error: undefined, ...(isNew ? { preview: await this.#complete(candidate) } : {}) }
  }

  #isFrozenFor({ arrived }: Candidate): boolean {
    return this.#parts.mode() === 'frozen' && !arrived.byPerson
  }

  /** Kept as wanted; raises no floor. */
  #remember({ verified, since }: Candidate): Ack {
    const position = positionOf(verified)
    if (!this.#wanted || comparePositions(position, positionOf(this.#wanted)) > 0) {
      this.#wanted = verified
      this.#parts.onWanted(position)
    }
    return { ...position, result: 'frozen', code: 'client.frozen', took_ms: this.#parts.clock.monotonic() - since }
  }

  #reject(cause: unknown, position: Position | null, from: { arrived: Arrived; since: number }): Outcome {
    const error = unexpectedError('A manifest could not be taken', cause)
    this.#parts.onRejected(error, position, from.arrived.source)
    const took_ms = this.#parts.clock.monotonic() - from.since
    const ack = position && {
      ...position,
      result: 'rejected' as const,
      code: error.code,
      detail: clipText(error.message, 2_000),
      took_ms,
    }
    return { ack: ack ?? undefined, error }
  }
}

const isFromForge = (source: Source): boolean => source === 'push' || source === 'pull' || source === 'sync'
const fromFile = (source: Source): boolean => source === 'bootstrap' || source === 'file' || source === 'cache'
