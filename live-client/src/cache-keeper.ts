import { canonicalBytes } from '@anvil/shared/open'
import { AnvilError } from '@anvil/shared/errors'
import type { StateCache } from './cache/state-cache.js'
import type { Running } from './receiver/running.js'

/** What the cache is used for: reading, keeping small records, or saving what runs. */
export type CacheUse = 'read' | 'record' | 'save'

/** Uses the cache so that its failures never reach the host: the first one is warned of, then state is in memory only. */
export class CacheKeeper {
  readonly cache: StateCache
  readonly #warn: (error: AnvilError) => void
  readonly #problems = new Map<CacheUse, string>()

  constructor(cache: StateCache, warn: (error: AnvilError) => void) {
    this.cache = cache
    this.#warn = warn
  }

  /** Why state is kept in memory only at the moment, else null. */
  get problem(): string | null {
    const [first] = this.#problems.values()
    return first ?? null
  }

  /** Does something with the cache; undefined when it fails. Each use has its own problem, until that use succeeds. */
  async attempt<T>(use: CacheUse, work: (cache: StateCache) => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work(this.cache)
      this.#problems.delete(use)
      return result
    } catch (cause) {
      const error = cause instanceof AnvilError ? cause : unusable(cause)
      if (!this.#problems.has(use)) this.#warn(error)
      this.#problems.set(use, error.message)
      return undefined
    }
  }

  async save(
    { verified, table }: Running,
    options: { keysets: readonly Uint8Array[]; bySync: boolean; rewrite: boolean },
  ): Promise<void> {
    const { epoch, sequence, issued_at, bundles } = verified.manifest
    await this.attempt('save', (cache) =>
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
  return new AnvilError(
    'cache.unavailable',
    `The cache can't be used: ${why}. What runs stays in memory; mend the folder.`,
    { cause },
  )
}
