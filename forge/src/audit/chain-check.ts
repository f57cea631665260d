import { AnvilError } from '@anvil/shared'
import { auditHash } from '@anvil/shared/bundle'
import type { ExportEntry } from './export-lines.js'

/** What is wrong with the first entry that is not as it was sealed. */
export type ChainProblem = 'altered' | 'removed' | 'reordered' | 'inserted' | 'rewritten'

interface Culprit {
  seq: number
  number?: number
  line?: number
}

/** Follows a chain of entries from its beginning, or from after an entry whose hash is known. */
export class ChainCheck {
  readonly #chain: string
  #seq: number
  #hash: string | null

  constructor(chain: string, before: { seq: number; hash: string } | undefined) {
    this.#chain = chain
    this.#seq = before?.seq ?? 0
    this.#hash = before?.hash ?? null
  }

  /** The place and hash of the last entry that was good. */
  get last(): { seq: number; hash: string | null } {
    return { seq: this.#seq, hash: this.#hash }
  }

  /** Takes the next entry, or throws `audit_export.broken` that names it; `isLater` says whether an entry stands further down. */
  async add(entry: ExportEntry, line: number, isLater: (seq: number) => Promise<boolean>): Promise<void> {
    const { hash, ...record } = entry
    const { seq, number } = entry
    if (auditHash(record) !== hash || entry.chain !== this.#chain)
      throw broken('altered', { seq, number, line }, 'It says something else than what was sealed.')
    const expected = this.#seq + 1
    if (seq < expected)
      throw broken('inserted', { seq, number, line }, `It stands behind entry ${this.#seq}, where it does not belong.`)
    if (seq > expected) throw await missing(expected, { seq, line }, isLater)
    if (entry.prev !== this.#hash && this.#seq > 0)
      throw broken('altered', { seq: this.#seq }, `It was replaced: entry ${seq} was sealed behind another one.`)
    if (entry.prev !== this.#hash)
      throw broken('altered', { seq, number, line }, 'It was sealed behind an entry that is not here.')
    this.#seq = seq
    this.#hash = hash
  }
}

async function missing(
  expected: number,
  found: { seq: number; line: number },
  isLater: (seq: number) => Promise<boolean>,
): Promise<AnvilError> {
  if (await isLater(expected))
    return broken('reordered', { seq: expected }, `Entry ${found.seq} stands before it, on line ${found.line}.`)
  return broken('removed', { seq: expected }, `Entry ${found.seq} stands in its place, on line ${found.line}.`)
}

/** Says which entry is not as it was sealed, and how that is known. */
export function broken(problem: ChainProblem, culprit: Culprit, how: string): AnvilError {
  const { seq, number, line } = culprit
  const where = [...(number === undefined ? [] : [`number ${number}`]), ...(line === undefined ? [] : [`line ${line}`])]
  const place = where.length === 0 ? '' : ` (${where.join(', ')})`
  return new AnvilError(
    'audit_export.broken',
    `Entry ${seq} of the audit trail${place} was ${problem}. ${how} Nothing from there on is proven; keep the file, and compare with an older export.`,
    { details: { problem, ...culprit } },
  )
}
