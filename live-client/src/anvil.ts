import type { Mode } from '@anvil/shared'
import { AnvilError } from '@anvil/shared/errors'
import type { AnvilOptions } from './client-options.js'
import type { ClientCore } from './client-core.js'
import { type AnvilEvents, EventHub, type EventName, type Listener } from './events.js'
import { safeLogger, stderrLogger } from './logger.js'
import type { Overrides } from './overrides.js'
import { notLoaded } from './not-loaded.js'
import type { PushHandler } from './push/push-handler.js'
import { Prompts } from './prompts/prompts.js'
import type { PromptValues, Rendered, RenderOptions } from './prompts/rendered.js'
import type { RollbackOptions, RollbackReport } from './roll-back.js'
import type { SetModeOptions } from './set-mode.js'
import { startClient, type StartedClient } from './start-client.js'
import type { AnvilStatus } from './status.js'
import type { SyncOptions, SyncReport } from './sync-client.js'

/** A client: prompts rendered from memory, kept current in the background. */
export class Anvil {
  readonly #options: AnvilOptions
  readonly #overrides: Overrides
  readonly #events: EventHub
  #prompts: Prompts
  #started: Promise<StartedClient> | undefined
  #client: StartedClient | undefined
  #closed = false

  constructor(options: AnvilOptions = {}, overrides: Overrides = {}) {
    this.#options = options
    this.#overrides = overrides
    const log = safeLogger(options.logger ?? stderrLogger)
    this.#events = new EventHub((error) => log.warn(`a listener failed: ${String(error)}`))
    this.#prompts = notStarted()
  }

  /** Resolves with the first verified state, or NOT_READY at the deadline; rejects only for a wrong configuration. */
  async start(): Promise<void> {
    if (this.#closed) throw closed()
    this.#started ??= this.#begin()
    await (
      await this.#started
    ).ready
  }

  /** Renders a text prompt from memory. Throws `prompt.…`, `variable.…`, `template.…` or `client.not_ready`. */
  prompt(id: string, values?: PromptValues, options?: RenderOptions): string {
    return this.#prompts.prompt(id, values, options)
  }

  /** The same with where the text comes from. */
  render(id: string, values?: PromptValues, options?: RenderOptions): Rendered {
    return this.#prompts.render(id, values, options)
  }

  /** The template as it was written. */
  template(id: string): string {
    return this.#prompts.template(id)
  }

  has(id: string): boolean {
    return this.#prompts.has(id)
  }

  /** The ids of all prompts, sorted. */
  ids(): string[] {
    return this.#prompts.ids()
  }

  /** What runs and how it stands. */
  status(): AnvilStatus {
    return this.#core().status()
  }

  /** Takes the newest manifest now, also when frozen. Rejects with an AnvilError where that fails. */
  async sync(options: SyncOptions = {}): Promise<SyncReport> {
    return (await this.#running()).sync(options)
  }

  /** Sets the mode for all processes of the cache folder; throws `client.frozen` against a frozen configuration. */
  async setMode(mode: Mode, options: SetModeOptions = {}): Promise<void> {
    return (await this.#running()).setMode(mode, options)
  }

  /** Goes back to an older generation of this folder, and freezes its processes there. Throws `history.not_found`. */
  async rollback(options: RollbackOptions = {}): Promise<RollbackReport> {
    return (await this.#running()).rollBack(options)
  }

  /** A request handler that takes FORGE's pushes by HTTP; mount it at `/anvil/receive` with the method POST. */
  receiver(): PushHandler {
    const core = (): ClientCore | undefined => (this.#closed ? undefined : this.#client?.core)
    return (req, res) => {
      import('./push/answer-push.js')
        .then(({ answerPush }) => answerPush(core(), req, res))
        .catch((cause: unknown) => {
          core()?.noteError(notLoaded(cause))
          res.destroy()
        })
    }
  }

  /** Calls a listener on each such event; the returned function ends that. */
  on<K extends EventName>(name: K, listener: Listener<K>): () => void {
    return this.#events.on(name, listener)
  }

  /** Ends everything in the background. What was loaded still renders. May be called twice. */
  async close(): Promise<void> {
    this.#closed = true
    const started = await this.#started?.catch(() => undefined)
    await started?.close()
    this.#events.clear()
  }

  async #begin(): Promise<StartedClient> {
    const emit = <K extends EventName>(name: K, event: AnvilEvents[K]): void => this.#events.emit(name, event)
    try {
      const client = await startClient(this.#options, emit, this.#overrides)
      this.#client = client
      this.#prompts = client.core.prompts
      return client
    } catch (error) {
      this.#started = undefined
      throw error
    }
  }

  async #running(): Promise<StartedClient> {
    if (this.#closed) throw closed()
    if (!this.#started) throw new AnvilError('client.not_ready', NOT_STARTED)
    return this.#started
  }

  #core(): ClientCore {
    if (this.#client) return this.#client.core
    throw new AnvilError('client.not_ready', NOT_STARTED)
  }
}

const NOT_STARTED = 'The client was not started. Call and await start() first.'

const closed = (): AnvilError => new AnvilError('client.closed', 'This client was closed. Create another one.')

function notStarted(): Prompts {
  return new Prompts({
    onMissing: 'throw',
    onMissingVariable: () => undefined,
    whyNotReady: () => NOT_STARTED,
    reason: () => 'CACHED',
  })
}

/** Makes a client of its own, beside the process's. */
export function createAnvil(options: AnvilOptions = {}, overrides: Overrides = {}): Anvil {
  return new Anvil(options, overrides)
}
