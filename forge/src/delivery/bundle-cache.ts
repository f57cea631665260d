import type { Knex } from 'knex'
import { LRUCache } from 'lru-cache'
import { findRunBundle } from './head-loader.js'

const CACHE_BYTES = 128 * 1024 * 1024

/** Compressed bundles by environment and digest; only what an environment runs or ran is found in it. */
export class BundleCache {
  readonly #bundles: LRUCache<string, Buffer, undefined>

  constructor(db: Knex) {
    this.#bundles = new LRUCache({
      maxSize: CACHE_BYTES,
      sizeCalculation: (gzip) => gzip.length + 200,
      fetchMethod: (key) => findRunBundle(db, key.slice(0, 36), key.slice(37)),
    })
  }

  /** Keeps bundles that an environment is about to run, so that they are at hand when the database is not. */
  keep(environmentId: string, bundles: readonly { sha256: string; gzip: Buffer }[]): void {
    for (const { sha256, gzip } of bundles) this.#bundles.set(`${environmentId}/${sha256}`, gzip)
  }

  /** The gzip bytes of a bundle, or undefined where this environment never ran it. */
  find(environmentId: string, sha256: string): Promise<Buffer | undefined> {
    return this.#bundles.fetch(`${environmentId}/${sha256}`)
  }
}
