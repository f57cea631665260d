import { AnvilError } from '@anvil/shared'
import { broken } from './chain-check.js'
import { type OpenExport } from './read-export.js'
import { type VerifiedExport, verifyExport } from './verify-export.js'

/** Verifies an export, and that all it shares with an older one is as it was then. */
export async function verifySince(newer: OpenExport, older: OpenExport, root: string): Promise<VerifiedExport> {
  if (older.header.chain !== newer.header.chain)
    throw new AnvilError('audit_export.malformed', 'The older export is of the trail of another organisation.')
  const before = new Map<number, string>()
  const old = await verifyExport(older, root, ({ seq, hash }) => before.set(seq, hash))
  let shared = 0
  const verified = await verifyExport(newer, root, ({ seq, number, hash }) => {
    const then = before.get(seq)
    if (then === undefined) return
    if (then !== hash) throw broken('rewritten', { seq, number }, 'The older export has another entry in its place.')
    shared += 1
  })
  const [last, oldLast] = [verified.last?.seq ?? 0, old.last?.seq ?? 0]
  if (last < oldLast) throw broken('removed', { seq: last + 1 }, `The older export goes on to entry ${oldLast}.`)
  if (shared > 0 || newer.header.first_seq === oldLast + 1) return verified
  throw new AnvilError(
    'audit_export.malformed',
    `The older export ends with entry ${oldLast}, and the newer one begins with ${newer.header.first_seq}: they share none. Export from an earlier time.`,
  )
}

/** Verifies an export that is the whole trail until then; one that begins later proves nothing of what was before. */
export async function verifyWhole(only: OpenExport, root: string): Promise<VerifiedExport> {
  const { first_seq } = only.header
  const verified = await verifyExport(only, root)
  if (verified.entries > 0 && first_seq === 1) return verified
  const what = verified.entries === 0 ? 'has no entry' : `begins with entry ${first_seq}`
  throw new AnvilError(
    'audit_export.malformed',
    `The file ${what}, so that it says nothing of those before. Name the older export that has them with --since, or export from the beginning.`,
  )
}

/** Refuses an export of another trail than the one that was meant; `forge` is FORGE's own. */
export function requireTrailOf({ header: { chain } }: OpenExport, meant: string | undefined): void {
  if (meant === undefined || meant === chain) return
  throw new AnvilError('audit_export.malformed', `The file is the trail ${chain}, not that of ${meant}.`)
}
