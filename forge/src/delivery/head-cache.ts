import { createHash } from 'node:crypto'
import { AnvilError } from '@anvil/shared'
import type { Knex } from 'knex'
import { listKeysetEnvelopes } from '../signing/signing-store.js'
import { BEGINNING, type HeadRow, listMovedHeads, loadHead } from './head-loader.js'

/** What an environment runs now, ready to be sent. */
export interface ServedHead {
  environmentId: string
  projectId: string
  publicationId: string
  epoch: number
  sequence: number
  envelope: Buffer
  etag: string
  issuedAt: Date
  lastModified: string
}

/** A head that is another now: of a newer publication, or only signed anew. */
export interface MovedHead {
  head: ServedHead
  rose: boolean
}

/** Every environment's head and the keysets, in memory: they are answered from here when the database is away. */
export class HeadCache {
  readonly #db: Knex
  readonly #heads = new Map<string, ServedHead>()
  #keysets: readonly Buffer[] = []
  #upTo = BEGINNING

  constructor(db: Knex) {
    this.#db = db
  }

  /** Reads what changed since the last time; all of it at first. Returns the environments whose head is another now. */
  async refresh(): Promise<MovedHead[]> {
    const since = this.#upTo
    const { rows, upTo } = await listMovedHeads(this.#db, since)
    if (BigInt(upTo) < BigInt(since)) return this.#startOver()
    this.#keysets = (await listKeysetEnvelopes(this.#db, 0)).map((bytes) => Buffer.from(bytes))
    this.#upTo = upTo
    return rows.flatMap((row) => {
      const before = this.#heads.get(row.environment_id)
      const head = this.#keep(row)
      return head === before ? [] : [{ head, rose: head.publicationId !== before?.publicationId }]
    })
  }

  /** The database is another one by now, whose history is not that of the one before: a copy that took its place. */
  #startOver(): Promise<MovedHead[]> {
    this.#upTo = BEGINNING
    return this.refresh()
  }

  /** The head of an environment; read from the database where it is not known yet. */
  async get(environmentId: string): Promise<ServedHead> {
    const known = this.#heads.get(environmentId)
    if (known) return known
    const row = await loadHead(this.#db, environmentId)
    if (!row)
      throw new AnvilError(
        'manifest.not_found',
        'This environment has no manifest. Let the operator of FORGE run "anvil-forge doctor".',
      )
    return this.#keep(row)
  }

  /** The project of an environment whose head is known. */
  projectOf(environmentId: string): string | undefined {
    return this.#heads.get(environmentId)?.projectId
  }

  /** Whether a newer publication of the same environment is known. */
  isOver({ environmentId, publicationId }: ServedHead): boolean {
    return this.#heads.get(environmentId)?.publicationId !== publicationId
  }

  /** Keyset envelopes after a number, in order. */
  keysetsAfter(number: number): readonly Buffer[] {
    return this.#keysets.slice(number)
  }

  #keep(row: HeadRow): ServedHead {
    const known = this.#heads.get(row.environment_id)
    const etag = etagOf(row.envelope)
    if (known && (known.etag === etag || isNewer(known, row))) return known
    const head = {
      environmentId: row.environment_id,
      projectId: row.project_id,
      publicationId: row.publication_id,
      epoch: row.epoch,
      sequence: row.sequence,
      envelope: row.envelope,
      etag,
      issuedAt: row.issued_at,
      lastModified: row.issued_at.toUTCString(),
    }
    this.#heads.set(row.environment_id, head)
    return head
  }
}

function isNewer(known: ServedHead, row: HeadRow): boolean {
  if (known.epoch !== row.epoch) return known.epoch > row.epoch
  if (known.sequence !== row.sequence) return known.sequence > row.sequence
  return known.issuedAt > row.issued_at
}

function etagOf(envelope: Buffer): string {
  return `"sha256-${createHash('sha256').update(envelope).digest('hex')}"`
}
