import { auditHash } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import { listHeads, listUnsealed, lockSealing, recordOf, type StoredEntry, writeSeals } from './seal-store.js'

/**
 * Gives entries that are committed their places at the ends of their chains, in one short transaction. What commits later
 * comes behind, whatever its number, so that no writer waits and no place is left out. Says how many there were.
 */
export function sealEntries(db: Knex, limit: number): Promise<number> {
  return db.transaction(async (trx) => {
    await lockSealing(trx)
    const entries = await listUnsealed(trx, limit)
    if (entries.length === 0) return 0
    const heads = await listHeads(trx, [...new Set(entries.map(({ chain }) => chain))])
    const last = new Map(heads.map(({ chain, seq, hash }) => [chain, { seq, hash }]))
    const seals = entries.map((entry) => {
      const seal = sealAfter(entry, last.get(entry.chain))
      last.set(entry.chain, seal)
      return seal
    })
    await writeSeals(trx, seals)
    return entries.length
  })
}

function sealAfter(entry: StoredEntry, before: { seq: number; hash: string } | undefined) {
  const { number, chain } = entry
  const place = { seq: (before?.seq ?? 0) + 1, prev: before?.hash ?? null }
  return { number, chain, ...place, hash: auditHash(recordOf({ ...entry, ...place })) }
}
