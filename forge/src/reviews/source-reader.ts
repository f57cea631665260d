import type { Bundle, BundledInclude } from '@anvil/shared'
import type { Knex } from 'knex'
import { getVersionBundle } from '../versions/version-bytes-store.js'
import type { IncludeOrigin } from './include-source-store.js'

/** Reads each version once, however many texts are taken from it. */
export class SourceReader {
  readonly #trx: Knex
  readonly #known = new Map<string, Bundle>()

  constructor(trx: Knex) {
    this.#trx = trx
  }

  /** The text of an id in a version, in the form in which another set carries it; undefined if it is no text prompt. */
  async read(origin: IncludeOrigin, id: string): Promise<BundledInclude | undefined> {
    const bundle = this.#known.get(origin.version_id) ?? (await getVersionBundle(this.#trx, origin.version_id))
    this.#known.set(origin.version_id, bundle)
    const prompt = Object.hasOwn(bundle.snapshot, id) ? bundle.snapshot[id] : undefined
    if (prompt?.kind !== 'text') return undefined
    const { template, delimiters, variables } = prompt
    const { prompt_set_id, version, sha256 } = origin
    return { template, delimiters, variables, from: { prompt_set_id, version, sha256 } }
  }
}
