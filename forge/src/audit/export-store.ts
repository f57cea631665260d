import type { Knex } from 'knex'
import type { StoredCheckpoint } from './checkpoint-store.js'
import type { StoredEntry } from './seal-store.js'

/** The times between which entries are wanted; without one, to the end of the chain on that side. */
export interface Period {
  from?: Date | undefined
  to?: Date | undefined
}

/** From which entry to which an export goes: from after a checkpoint to a checkpoint, around the wanted period. */
export interface Stretch {
  anchor: StoredCheckpoint | undefined
  head: StoredCheckpoint
  /** Whether every entry until the end of the period is signed. */
  isWhole: boolean
}

/** The shortest stretch between checkpoints that holds all entries of a period; undefined where nothing is signed yet. */
export async function findStretch(trx: Knex, chain: string, { from, to }: Period): Promise<Stretch | undefined> {
  const checkpoints = () => trx<StoredCheckpoint>('audit_checkpoints').where({ chain })
  const edge = (side: 'min' | 'max', at: Date) =>
    trx('audit_entries')
      .where({ chain })
      .where('created_at', side === 'min' ? '>=' : '<=', at)
      .first<{ seq: number | null }>(trx.raw(`${side}(seq) AS seq`))
  const newest = await checkpoints().orderBy('seq', 'desc').first()
  const last = to && (await edge('max', to)).seq
  const head = last ? ((await checkpoints().where('seq', '>=', last).orderBy('seq').first()) ?? newest) : newest
  if (!head) return undefined
  const first = from && ((await edge('min', from)).seq ?? head.seq)
  const anchor =
    first && (await checkpoints().where('seq', '<', Math.min(first, head.seq)).orderBy('seq', 'desc').first())
  return { anchor: anchor || undefined, head, isWhole: to !== undefined && (last ?? 0) <= head.seq }
}

/** Sealed entries after a place of a chain, in their order. */
export async function listSealed(
  trx: Knex,
  { chain, after, upTo, limit }: { chain: string; after: number; upTo: number; limit: number },
): Promise<StoredEntry[]> {
  return trx<StoredEntry>('audit_entries')
    .where({ chain })
    .where('seq', '>', after)
    .where('seq', '<=', upTo)
    .orderBy('seq')
    .limit(limit)
}

/** The checkpoints between two places of a chain, by the entry that they are of. */
export async function listCheckpoints(
  trx: Knex,
  { chain, after, upTo }: { chain: string; after: number; upTo: number },
): Promise<StoredCheckpoint[]> {
  return trx<StoredCheckpoint>('audit_checkpoints')
    .where({ chain })
    .where('seq', '>', after)
    .where('seq', '<=', upTo)
    .orderBy('seq')
}
