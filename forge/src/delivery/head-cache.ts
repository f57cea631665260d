import { createHash } from 'node:crypto'
import { AnvilError } from '@anvil/shared'
import type { Knex } from 'knex'
import { listKeysetEnvelopes } from '../signing/signing-store.js'
import { type HeadRow, listHeads, loadHead } from './head-loader.js'

/** What an environment runs now, ready to be sent. */
export interface ServedHead {
  environmentId: string
  projectId: string
  epoch: number
  sequence: number
  envelope: Buffer
  etag: string
  lastModified: string
}

const OVERLAP_MS = 60_000

/** Every environment's head and the keysets, in memory: they are answered from here when the database is away. */
export class HeadCache {
  readonly #db: Knex
  readonly #heads = new Map<string, ServedHead>()
  #keysets: readonly Buffer[] = []
  #newest = new Date(0)

  constructor(db: Knex) {
    this.#db = db
  }

  /** Reads what changed since the last time; all of it at first. Returns the environments whose head is another now. */
  async refresh(): Promise<ServedHead[]> {
    const rows = await listHeads(this.#db, new Date(this.#newest.getTime() - OVERLAP_MS))
    this.#keysets = (await listKeysetEnvelopes(this.#db, 0)).map((bytes) => Buffer.from(bytes))
    return rows
      .filter((row) => this.#heads.get(row.environment_id)?.etag !== etagOf(row.envelope))
      .map((row) => this.#keep(row))
  }

  /** The head of an environment; read from the database where it is not known yet. */
  async get(environmentId: string): Promise<ServedHead> {
    const known = this.#heads.get(environmentId)
    if (known) return known
    const row = await loadHead(this.#db, environmentId)
    if (!row) throw new AnvilError('manifest.not_found', 'This environment has no manifest.')
    return this.#keep(row)
  }

  /** Keyset envelopes after a number, in order. */
  keysetsAfter(number: number): readonly Buffer[] {
    return this.#keysets.slice(number)
  }

  #keep(row: HeadRow): ServedHead {
    if (row.issued_at > this.#newest) this.#newest = row.issued_at
    const known = this.#heads.get(row.environment_id)
    if (known && isNewer(known, row)) return known
    const head = {
      environmentId: row.environment_id,
      projectId: row.project_id,
      epoch: row.epoch,
      sequence: row.sequence,
      envelope: row.envelope,
      etag: etagOf(row.envelope),
      lastModified: row.issued_at.toUTCString(),
    }
    this.#heads.set(row.environment_id, head)
    return head
  }
}

function isNewer(known: ServedHead, row: HeadRow): boolean {
  return known.epoch > row.epoch || (known.epoch === row.epoch && known.sequence > row.sequence)
}

function etagOf(envelope: Buffer): string {
  return `"sha256-${createHash('sha256').update(envelope).digest('hex')}"`
}
