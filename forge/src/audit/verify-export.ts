import { AnvilError } from '@anvil/shared'
import {
  canonicalBytes,
  type KeysetChain,
  type OpenedCheckpoint,
  openAuditCheckpoint,
  openKeysets,
} from '@anvil/shared/bundle'
import { broken, ChainCheck } from './chain-check.js'
import type { ExportEntry, ExportHeader } from './export-lines.js'
import type { NumberedLine, OpenExport } from './read-export.js'
import { FORGE_CHAIN } from './seal-store.js'

/** What a verified export proves. */
export interface VerifiedExport {
  chain: string
  organisation: string | null
  entries: number
  first: { seq: number; created_at: string } | null
  last: { seq: number; created_at: string } | null
  head_hash: string
  /** When FORGE signed the last entry. */
  signed_at: string
  checkpoints: number
  /** Checkpoints by keys that were revoked since, which were passed over. */
  revoked: number
}

/** Hears every entry that was good so far. */
type Hear = (entry: ExportEntry) => void

/**
 * Verifies an export by a pinned root key and nothing else. Throws `audit_export.broken` that names the first entry which
 * is not as it was sealed, `audit_export.unsigned`, or `root_key.wrong`.
 */
export async function verifyExport(
  { header, lines }: OpenExport,
  root: string,
  hear: Hear = () => undefined,
): Promise<VerifiedExport> {
  const trust = new Trust(header, root)
  const head = trust.mustBeSigned(header.head)
  const anchor = anchorOf(header, trust)
  const check = new ChainCheck(header.chain, anchor)
  const isLater = (seq: number): Promise<boolean> => standsIn(lines, seq)
  const seen: Pick<VerifiedExport, 'entries' | 'first' | 'last'> = { entries: 0, first: null, last: null }
  // By hand: a loop would close the lines where an entry is looked for further down.
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    const { line, value } = next.value
    if ('checkpoint' in value) {
      trust.agrees(value.checkpoint, check.last)
      continue
    }
    await check.add(value, line, isLater)
    hear(value)
    const { seq, created_at } = value
    seen.entries += 1
    seen.first ??= { seq, created_at }
    seen.last = { seq, created_at }
  }
  assertWhole(head, check.last)
  const { chain, organisation } = header
  const signed = { head_hash: head.hash, signed_at: head.issued_at, ...trust.counts }
  return { chain, organisation: organisation?.name ?? null, ...seen, ...signed }
}

/** What is signed of the entry before the first, of an export that is of whom it names. */
function anchorOf(header: ExportHeader, trust: Trust): OpenedCheckpoint | undefined {
  if ((header.organisation?.id ?? FORGE_CHAIN) !== header.chain)
    throw new AnvilError(
      'audit_export.malformed',
      'The export names another organisation than the one whose trail it is.',
    )
  const anchor = header.anchor === null ? undefined : trust.mustBeSigned(header.anchor)
  if ((anchor?.seq ?? 0) + 1 === header.first_seq) return anchor
  throw new AnvilError('audit_export.malformed', 'The export does not begin behind its own anchor.')
}

/** What is signed, by whom, for one chain. */
class Trust {
  readonly #keysets: KeysetChain
  readonly #header: ExportHeader
  readonly counts = { checkpoints: 0, revoked: 0 }

  constructor(header: ExportHeader, root: string) {
    this.#header = header
    this.#keysets = keysetsOf(header, root)
  }

  open(envelope: ExportHeader['head']): OpenedCheckpoint {
    const checkpoint = openAuditCheckpoint(canonicalBytes(envelope), this.#keysets)
    if (checkpoint.chain === this.#header.chain) return checkpoint
    throw new AnvilError('audit_export.unsigned', 'The signature is of the trail of another organisation.')
  }

  mustBeSigned(envelope: ExportHeader['head']): OpenedCheckpoint {
    const checkpoint = this.open(envelope)
    if (!checkpoint.revoked) return checkpoint
    throw new AnvilError(
      'audit_export.unsigned',
      `What is signed of entry ${checkpoint.seq} is by a key that was revoked since. Export the trail anew.`,
      { details: { seq: checkpoint.seq } },
    )
  }

  /** Holds the entry that was read last against what FORGE once signed of it. */
  agrees(envelope: ExportHeader['head'], { seq, hash }: ChainCheck['last']): void {
    const signed = this.open(envelope)
    if (signed.revoked) {
      this.counts.revoked += 1
      return
    }
    if (signed.seq > seq)
      throw broken('removed', { seq: seq + 1 }, `FORGE signed entry ${signed.seq} at ${signed.issued_at}.`)
    if (signed.seq < seq || signed.hash !== hash)
      throw broken(
        'rewritten',
        { seq: signed.seq },
        `At ${signed.issued_at} FORGE signed another entry in its place, so that it or one before it was changed and all hashes made anew.`,
      )
    this.counts.checkpoints += 1
  }
}

function keysetsOf(header: ExportHeader, root: string): KeysetChain {
  try {
    return openKeysets(
      header.keysets.map((envelope) => canonicalBytes(envelope)),
      { root },
    )
  } catch (cause) {
    if (!(cause instanceof AnvilError) || cause.code !== 'keyset.wrong_root') throw cause
    throw new AnvilError(
      'root_key.wrong',
      'The export is signed by another FORGE than the one whose root key was given. Check the key, and where the file came from.',
      { cause },
    )
  }
}

function assertWhole(head: OpenedCheckpoint, last: ChainCheck['last']): void {
  if (last.seq < head.seq)
    throw broken(
      'removed',
      { seq: last.seq + 1 },
      `The file ends before entry ${head.seq}, which is signed as its last.`,
    )
  if (last.seq > head.seq)
    throw broken('inserted', { seq: head.seq + 1 }, `Entry ${head.seq} is signed as the last of the file.`)
  if (last.hash !== head.hash) throw broken('rewritten', { seq: head.seq }, 'FORGE signed another entry in its place.')
}

async function standsIn(lines: AsyncGenerator<NumberedLine>, seq: number): Promise<boolean> {
  for await (const { value } of lines) if ('seq' in value && value.seq === seq) return true
  return false
}
