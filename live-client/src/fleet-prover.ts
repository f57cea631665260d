import type { AnvilError, ErrorCode } from '@anvil/shared/errors'
import type { ClientCore } from './client-core.js'
import type { Source } from './receiver/arrived.js'

/** How FORGE's manifest is refused by an instance that has more than FORGE: it lost publications or keysets. */
const BEHIND: readonly ErrorCode[] = [
  'manifest.rollback',
  'manifest.equivocation',
  'manifest.wrong_epoch',
  'manifest.revoked_key',
]
const FROM_FORGE: readonly Source[] = ['push', 'pull', 'sync']

/** Shows a FORGE whose database was restored from a backup what it once published, so that it publishes nothing beside it. */
export class FleetProver {
  readonly #core: ClientCore
  readonly #closing = new AbortController()
  #proving: Promise<void> | undefined

  constructor(core: ClientCore) {
    this.#core = core
  }

  /** Proves what runs where a refusal of FORGE's manifest says that FORGE may have lost it. */
  onRefused({ code }: AnvilError, source: Source): void {
    if (BEHIND.includes(code) && FROM_FORGE.includes(source)) this.prove()
  }

  /** Sends the proof in the background; one at a time. */
  prove(): void {
    if (!this.#closing.signal.aborted) this.#proving ??= this.#send().finally(() => (this.#proving = undefined))
  }

  /** Ends what is under way; may be called twice. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#proving
  }

  async #send(): Promise<void> {
    const { sendFleetProof } = await import('./fleet-proof.js')
    const error = await sendFleetProof(this.#core, this.#closing.signal)
    if (error && !this.#closing.signal.aborted) this.#core.noteError(error)
  }
}
