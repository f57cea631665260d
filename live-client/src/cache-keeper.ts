import { canonicalBytes } from '@anvil/shared/bundle'
import { AnvilError } from '@anvil/shared/errors'
import type { StateCache } from './cache/state-cache.js'
import type { Running } from './receiver/running.js'

/** Uses the cache so that its failures never reach the host: the first one is warned of, then state is in memory only. */
export class CacheKeeper {
  readonly cache: StateCache
  readonly #warn: (error: AnvilError) => void
  #problem: string | null = null

  constructor(cache: StateCache, warn: (error: AnvilError) => void) {
    this.cache = cache
    this.#warn = warn
  }

  /** Why state is kept in memory only at the moment, else null. */
  get problem(): string | null {
    return this.#problem
  }

  /** Does something with the cache; undefined when it fails. */
  async attempt<T>(work: (cache: StateCache) => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work(this.cache)
      this.#problem = null
      return result
    } catch (cause) {
      const error = cause instanceof AnvilError ? cause : unusable(cause)
      if (this.#problem === null) this.#warn(error)
      this.#problem = error.message
      return undefined
    }
  }

  async save(
    { verified, table }: Running,
    options: { keysets: readonly Uint8Array[]; bySync: boolean; rewrite: boolean },
  ): Promise<void> {
    const { epoch, sequence, issued_at, bundles } = verified.manifest
    await this.attempt((cache) =>
      cache.save({
        ...options,
        manifest: verified.envelope,
        place: { epoch, sequence, issued_at },
        digests: bundles.map(({ sha256 }) => sha256),
        bytesOf: (sha256) => canonicalBytes(table.bundles.find((opened) => opened.sha256 === sha256)?.bundle),
      }),
    )
  }
}

function unusable(cause: unknown): AnvilError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new AnvilError('cache.unavailable', `The cache can't be used: ${why}. What runs stays in memory.`, { cause })
}
