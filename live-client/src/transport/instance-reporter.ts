import type { Ack } from '@anvil/shared'
import { AnvilError } from '@anvil/shared/errors'
import type { BackoffPace } from './backoff.js'
import type { ForgeHttp } from './forge-http.js'
import type { TransportHost } from './transport.js'

const FIRST_PACE_MS = 30_000

export interface ReporterParts {
  http: ForgeHttp
  host: TransportHost
  /** Whether nothing else tells FORGE of this instance. */
  isAlone: () => boolean
  onPace: (pace: BackoffPace) => void
}

/** Tells FORGE by request what a socket would: at start, after each change, and once an interval. */
export class InstanceReporter {
  readonly #parts: ReporterParts
  #everyMs = FIRST_PACE_MS
  #ack: Ack | undefined
  #timer: NodeJS.Timeout | undefined
  #reporting: Promise<void> | undefined
  #again = false
  #closed = false

  constructor(parts: ReporterParts) {
    this.#parts = parts
  }

  /** What became of the newest manifest; told with the next report, and with each until FORGE has it. */
  noteAck(ack: Ack): void {
    this.#ack = ack
    this.tell()
  }

  /** Reports now; what changes meanwhile is reported right after. */
  tell(): void {
    if (this.#closed || !this.#parts.isAlone()) return
    this.#again = this.#reporting !== undefined
    this.#reporting ??= this.#report().finally(() => this.#onReported())
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#reporting
  }

  #onReported(): void {
    this.#reporting = undefined
    clearTimeout(this.#timer)
    if (this.#closed) return
    if (this.#again) return this.tell()
    this.#timer = setTimeout(() => this.tell(), this.#everyMs).unref()
  }

  async #report(): Promise<void> {
    const { http, host, onPace } = this.#parts
    const ack = this.#ack
    try {
      const report = { ...(await host.handshake()), ...(ack ? { ack } : {}), heartbeat: host.heartbeat() }
      const { server_time, pace } = await http.putInstance(report)
      if (this.#ack === ack) this.#ack = undefined
      this.#everyMs = Math.min(Math.max(pace.heartbeat_ms, 1_000), 600_000)
      onPace(pace.retry)
      host.onContact(Date.parse(server_time) || undefined)
    } catch (error) {
      if (!this.#closed) host.onFailure(toAnvilError(error))
    }
  }
}

function toAnvilError(error: unknown): AnvilError {
  if (error instanceof AnvilError) return error
  const why = error instanceof Error ? error.message : String(error)
  return new AnvilError('internal', `Reporting to FORGE failed: ${why}`, { cause: error })
}
