import type { Clock } from './clock.js'

const SKEW_MS = 10 * 60_000

/** Judges how fresh what a client knows is: by the newest verified expiry and by the last verified contact. */
export class Freshness {
  readonly #clock: Clock
  readonly #staleAfterMs: number
  #issuedAt = -Infinity
  #expiresAt = Infinity
  #contact: { wall: number; monotonic: number } | undefined
  #inThisProcess = false
  #skewMs = 0

  constructor(clock: Clock, staleAfterMs: number) {
    this.#clock = clock
    this.#staleAfterMs = staleAfterMs
  }

  /** Notes the expiry of a verified manifest, whether it runs or was refused by a frozen client. */
  noteManifest({ issued_at, expires_at }: { issued_at: string; expires_at: string }): void {
    const issuedAt = Date.parse(issued_at)
    if (issuedAt < this.#issuedAt) return
    this.#issuedAt = issuedAt
    this.#expiresAt = Date.parse(expires_at)
  }

  /** Takes over when the folder's processes last heard of FORGE, by wall time. */
  restoreContact(lastSync: string): void {
    if (this.#contact) return
    const wall = Math.min(Date.parse(lastSync), this.#clock.now())
    this.#contact = { wall, monotonic: this.#clock.monotonic() - (this.#clock.now() - wall) }
  }

  /** Notes an answer of FORGE, with the server's time in milliseconds if it told. */
  noteContact(serverTime: number | undefined): void {
    this.#contact = { wall: this.#clock.now(), monotonic: this.#clock.monotonic() }
    this.#inThisProcess = true
    if (serverTime !== undefined && !Number.isNaN(serverTime)) this.#skewMs = this.#clock.now() - serverTime
  }

  /** Whether this process itself has heard of FORGE. */
  get confirmed(): boolean {
    return this.#inThisProcess
  }

  get isStale(): boolean {
    const age = this.ageMs
    return this.#clock.now() > this.#expiresAt || (age !== null && age > this.#staleAfterMs)
  }

  /** Milliseconds since the last verified contact; null before the first. */
  get ageMs(): number | null {
    return this.#contact ? Math.max(0, Math.round(this.#clock.monotonic() - this.#contact.monotonic)) : null
  }

  get lastSync(): string | null {
    return this.#contact ? new Date(this.#contact.wall).toISOString() : null
  }

  /** Local minus server time in milliseconds where they are more than ten minutes apart, else null. */
  get clockSkewMs(): number | null {
    return Math.abs(this.#skewMs) > SKEW_MS ? Math.round(this.#skewMs) : null
  }
}
