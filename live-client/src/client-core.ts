import { randomBytes } from 'node:crypto'
import type { LiveState, Mode, Position } from '@anvil/shared'
import { comparePositions, type VerifiedManifest } from '@anvil/shared/open'
import { AnvilError } from '@anvil/shared/errors'
import { buildStatus, type LastError, trustOf } from './build-status.js'
import { CacheKeeper } from './cache-keeper.js'
import { createCache } from './cache/create-cache.js'
import { type Clock, systemClock } from './clock.js'
import type { AnvilEvents, EventName } from './events.js'
import { FleetProver } from './fleet-prover.js'
import { Freshness } from './freshness.js'
import { LifecycleKeeper } from './lifecycle-keeper.js'
import { type Logger, safeLogger } from './logger.js'
import { ModeSwitch } from './mode-switch.js'
import type { Settings } from './options/settings.js'
import type { Overrides } from './overrides.js'
import { Prompts } from './prompts/prompts.js'
import type { RenderReason } from './prompts/rendered.js'
import type { TableChanges } from './prompts/table-changes.js'
import { Receiver } from './receiver/receiver.js'
import { positionOf, type Running, showPosition } from './receiver/running.js'
import type { Source } from './receiver/arrived.js'
import { sayApplied } from './receiver/say-applied.js'
import type { AnvilStatus } from './status.js'
import { LazyTransport } from './transport/lazy-transport.js'
import { isBarred, isOutage } from './transport/network-error.js'
import type { Transport } from './transport/transport.js'
import { TellOnce } from './tell-once.js'
import { isBadKey, Trust } from './trust/trust.js'
import { whyNotReady } from './why-not-ready.js'

export type Emit = <K extends EventName>(name: K, event: AnvilEvents[K]) => void

/** The parts of a client, put together: each tells what happened by a callback, and this is where it is joined up. */
export class ClientCore {
  readonly settings: Settings
  readonly clock: Clock
  readonly log: Logger
  readonly emit: Emit
  /** Whether it follows FORGE and its folder; a command does only what it is told to. */
  readonly live: boolean
  readonly trust: Trust
  readonly keeper: CacheKeeper
  readonly freshness: Freshness
  readonly modes: ModeSwitch
  readonly lifecycle: LifecycleKeeper
  readonly prompts: Prompts
  readonly receiver: Receiver
  readonly transport: Transport | undefined
  readonly prover = new FleetProver(this)
  /** This instance's name where no folder gives it one. */
  readonly spareId = randomBytes(12).toString('hex')
  /** What a process of this folder noted as wanted before this one started. */
  wantedBefore: Position | null = null
  #lastError: LastError | null = null
  #shownMode: string | undefined
  readonly #told: TellOnce
  #background: Promise<unknown> = Promise.resolve()

  constructor(settings: Settings, emit: Emit, overrides: Overrides) {
    this.settings = settings
    this.emit = emit
    this.live = overrides.live ?? true
    this.clock = overrides.clock ?? systemClock
    this.log = safeLogger(settings.logger)
    this.#told = new TellOnce(this.clock)
    this.trust = this.#createTrust()
    const judge = (envelope: Uint8Array) => this.verifyKept(envelope)?.manifest
    this.keeper = new CacheKeeper(createCache(settings, judge, overrides.onSaveStage), (error) => this.noteError(error))
    this.freshness = new Freshness(this.clock, settings.staleAfterMs)
    this.modes = new ModeSwitch(settings, this.clock)
    this.lifecycle = new LifecycleKeeper((state, before) => this.#onState(state, before))
    this.prompts = this.#createPrompts()
    this.receiver = this.#createReceiver()
    this.transport = this.#createTransport(overrides.random ?? Math.random)
  }

  get lastError(): LastError | null {
    return this.#lastError
  }

  status(): AnvilStatus {
    return buildStatus(this)
  }

  /** Makes what was loaded from the disk render. */
  restore(running: Running): void {
    this.receiver.restore(running)
    this.freshness.noteManifest(running.verified.manifest)
    this.prompts.swap(running.table)
    this.lifecycle.apply(this.isStale ? 'activated_stale' : 'activated_fresh')
  }

  /** The newest manifest that was refused because of the mode, if it is ahead of what runs. */
  get wanted(): Position | null {
    const wanted = this.receiver.wanted ?? this.wantedBefore
    const running = this.receiver.running?.verified
    return wanted && running && comparePositions(wanted, positionOf(running)) <= 0 ? null : wanted
  }

  get isStale(): boolean {
    return this.freshness.isStale || this.hasBadKey
  }

  /** Whether what runs is signed by a key that was revoked or had ended. */
  get hasBadKey(): boolean {
    return isBadKey(this.receiver.running?.verified)
  }

  noteContact(serverTime: number | undefined): void {
    const skewed = this.freshness.clockSkewMs !== null
    this.freshness.noteContact(serverTime)
    const skewMs = this.freshness.clockSkewMs
    if (skewMs !== null && !skewed)
      this.log.warn(
        `this machine's clock and FORGE's are ${Math.round(Math.abs(skewMs) / 60_000)} minutes apart; set it`,
      )
    if (this.#lastError && isOutage(this.#lastError.code)) this.#lastError = null
    this.lifecycle.apply(this.isStale ? 'contact_stale' : 'contact_fresh')
    this.#noteContact(this.wanted)
  }

  /** Notes what went wrong; the same thing is told once in ten minutes. */
  noteError(error: AnvilError): void {
    this.#lastError = { code: error.code, message: error.message, at: new Date(this.clock.now()).toISOString() }
    if (isBarred(error)) this.lifecycle.apply('barred')
    if (!this.#told.isDue(error.message)) return
    this.log.warn(error.message)
    this.emit('error', error)
  }

  /** Adopts keysets; keeps them durably where they are new, looks again at the key of what runs, and tells how it trusts. */
  adoptKeysets(envelopes: readonly Uint8Array[]): void {
    const trusted = trustOf(this)
    if (!this.trust.adopt(envelopes)) return
    const { running } = this.receiver
    if (running) this.#lookAtKeyOf(running)
    if (trustOf(this) !== trusted) this.transport?.tell()
  }

  #lookAtKeyOf(running: Running): void {
    const hadBadKey = this.hasBadKey
    const current = { ...running, verified: this.trust.verify(running.verified.envelope, true) }
    this.receiver.restore(current)
    if (this.hasBadKey && !hadBadKey) {
      this.log.warn(
        `what runs (${showPosition(positionOf(current.verified))}) is signed by a key that is revoked or ended`,
      )
      this.lifecycle.apply('went_stale')
    }
    this.#inBackground(() => this.#save(current, false))
  }

  /** Tells when the mode in force is another one than before, and looks at FORGE when it lets updates in again. */
  checkMode(): void {
    const { mode, reason, until } = this.modes.effective
    const now = JSON.stringify([mode, reason, until])
    const isNew = this.#shownMode !== undefined && this.#shownMode !== now
    this.#shownMode = now
    if (!isNew) return
    this.log.info(`mode is ${mode}${reason === null ? '' : ` (${reason})`}${until === null ? '' : ` until ${until}`}`)
    this.emit('mode', { mode, reason, until })
    this.transport?.tell()
    if (mode === 'accepting') this.transport?.again()
  }

  checkFreshness(): void {
    if (this.isStale) this.lifecycle.apply('went_stale')
  }

  /** Resolves when nothing that was begun in the background is under way. */
  async settled(): Promise<void> {
    await this.#background
  }

  #inBackground(work: () => Promise<unknown>): void {
    this.#background = Promise.all([this.#background, work()])
  }

  /** Writes again what runs, because what is stored is damaged or behind. */
  repair(running: Running): Promise<void> {
    return this.keeper.save(running, { keysets: this.trust.envelopes, bySync: false, rewrite: true })
  }

  async #save(running: Running, byPerson: boolean): Promise<void> {
    if (running.source === 'folder' && !byPerson) return
    await this.keeper.save(running, { keysets: this.trust.envelopes, bySync: byPerson, rewrite: false })
  }

  /** Verifies a manifest that the folder keeps; undefined where it is not to be trusted. */
  verifyKept(envelope: Uint8Array): VerifiedManifest | undefined {
    try {
      return this.trust.verify(envelope, true)
    } catch {
      return undefined
    }
  }

  #noteContact(wanted: Position | null): void {
    const contact = { last_sync: this.freshness.lastSync, wanted }
    this.#inBackground(() => this.keeper.attempt('record', (cache) => cache.writeContact(contact)))
  }

  #createTrust(): Trust {
    const { rootKey, projectId, environment } = this.settings
    return new Trust({
      rootKey,
      projectId,
      environment,
      onFirstUse: (key) => {
        this.log.warn(
          `no root key is configured: the first one seen is trusted, ed25519:${key}. Set ANVIL_ROOT_KEY to it`,
        )
        this.#inBackground(() => this.keeper.attempt('record', (cache) => cache.writePin(key)))
      },
    })
  }

  #createPrompts(): Prompts {
    return new Prompts({
      onMissing: this.settings.onMissing,
      onMissingVariable: (id, variable) => this.emit('missing', { id, variable }),
      whyNotReady: () => whyNotReady(this),
      reason: (): RenderReason => (this.isStale ? 'STALE' : this.freshness.confirmed ? 'STATIC' : 'CACHED'),
    })
  }

  #createReceiver(): Receiver {
    return new Receiver({
      trust: this.trust,
      clock: this.clock,
      mode: (): Mode => this.modes.effective.mode,
      learnKeysets: async () => {
        if (this.transport) this.adoptKeysets(await this.transport.fetchKeysets(this.trust.newest))
      },
      fetchBundle: (entry, signal) => {
        if (this.transport) return this.transport.fetchBundle(entry, signal)
        throw new AnvilError(
          'bundle.missing',
          `The bundle of ${entry.prompt_set} ${entry.version} is not in the file. Write the file anew.`,
        )
      },
      onVerified: ({ manifest }: VerifiedManifest) => this.freshness.noteManifest(manifest),
      onContact: (serverTime) => this.noteContact(serverTime),
      swap: (running, changes, tookMs) => this.#swap(running, changes, tookMs),
      save: (running, byPerson) => this.#save(running, byPerson),
      onWanted: (position) => this.#onWanted(position),
      onRolledBack: (ack) => this.transport?.acknowledge(ack),
      onRejected: (error, position, source) => this.#onRejected(error, position, source),
    })
  }

  #createTransport(random: () => number): Transport | undefined {
    const { settings } = this
    const { connection } = settings
    if (!connection) return undefined
    const pace = { monotonic: () => this.clock.monotonic(), random }
    return new LazyTransport({
      load: async () => {
        const { createTransport } = await import('./transport/create-transport.js')
        const { transportHost } = await import('./transport-host.js')
        return createTransport({ ...settings, connection }, transportHost(this), pace)
      },
      onFailure: (error) => this.noteError(error),
    })
  }

  #swap(running: Running, changes: TableChanges, tookMs: number): void {
    this.prompts.swap(running.table)
    this.#lastError = null
    this.log.info(sayApplied(running, changes, tookMs))
    this.lifecycle.apply(this.isStale ? 'activated_stale' : 'activated_fresh')
    this.emit('changed', { position: positionOf(running.verified), ...changes })
  }

  #onWanted(position: Position): void {
    const { setBy, reason } = this.modes.effective
    const why = reason === null ? `by ${setBy}` : `by ${setBy}: ${reason}`
    this.log.info(`refused ${showPosition(position)}: frozen ${why}. anvil sync takes it`)
    this.#noteContact(position)
  }

  #onRejected(error: AnvilError, position: Position | null, source: Source): void {
    if (source === 'bootstrap' && error.code === 'manifest.rollback') return
    const what = position ? showPosition(position) : 'a manifest'
    this.log.warn(`refused ${what} by ${source}: ${error.code}: ${error.message}`)
    this.#lastError = { code: error.code, message: error.message, at: new Date(this.clock.now()).toISOString() }
    this.emit('rejected', { position, error })
    this.prover.onRefused(error, source)
  }

  #onState(state: LiveState, before: LiveState): void {
    this.log.info(`state is ${state}, was ${before}`)
    if (state === 'READY') this.emit('ready', this.status())
    if (state === 'STALE') this.emit('stale', this.status())
  }
}
