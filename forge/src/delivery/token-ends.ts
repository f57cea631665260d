/** The time that people set, and the one that only goes on. */
interface Clocks {
  now: () => Date
  elapsedMs: () => number
}

/** How long an end is held after it has come: by then every socket of the token is cut, and the database refuses it. */
const HELD_MS = 60 * 60_000

/** The tokens that were revoked (null) or given an end lately. */
export class TokenEnds {
  readonly #ctx: Clocks
  readonly #ends = new Map<string, Date | null>()
  /** Since when each is seen to be over, by a clock that nobody sets. */
  readonly #overSince = new Map<string, number>()

  constructor(ctx: Clocks) {
    this.#ctx = ctx
  }

  /** When the token ends; null where it was revoked, undefined where nothing was told of it. */
  of(tokenId: string): Date | null | undefined {
    return this.#ends.get(tokenId)
  }

  /** Notes an end; what was revoked stays so. */
  note(tokenId: string, endsAt: Date | null): void {
    if (this.#ends.get(tokenId) === null) return
    this.#ends.set(tokenId, endsAt)
    this.#overSince.delete(tokenId)
  }

  /** Forgets those that have been over for an hour. */
  forgetOld(): void {
    const [now, elapsed] = [this.#ctx.now(), this.#ctx.elapsedMs()]
    for (const [tokenId, end] of this.#ends) {
      if (end !== null && end > now) continue
      const since = this.#overSince.get(tokenId)
      if (since === undefined) this.#overSince.set(tokenId, elapsed)
      else if (elapsed - since > HELD_MS) this.#forget(tokenId)
    }
  }

  #forget(tokenId: string): void {
    this.#ends.delete(tokenId)
    this.#overSince.delete(tokenId)
  }
}
