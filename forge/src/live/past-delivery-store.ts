import type { PastDelivery, PastDeliveryQuery, RunningBundle } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { InstanceKey } from './instance-store.js'
import { toVersions } from './to-versions.js'

type PastRow = Omit<PastDelivery, 'versions' | 'published_at' | 'updated_at'> & {
  bundles: RunningBundle[]
  published_at: Date
  updated_at: Date
}

/** What an instance did with the publications of its environment, newest first, at most `limit` below the sequence `before`. */
export async function listPastDeliveries(
  trx: Knex,
  { environment_id, id }: InstanceKey,
  { before, limit }: PastDeliveryQuery,
): Promise<PastDelivery[]> {
  const query = trx('publications AS p')
    .join('deliveries AS d', 'd.publication_id', 'p.id')
    .where({ 'p.environment_id': environment_id, 'd.instance_id': id })
  if (before !== undefined) void query.where('p.sequence', '<', before)
  const rows: PastRow[] = await query
    .orderBy('p.sequence', 'desc')
    .limit(limit)
    .select(
      ...['publication_id', 'connected', 'state', 'code', 'detail', 'took_ms', 'updated_at'].map((name) => `d.${name}`),
      ...['sequence', 'kind', 'bundles', 'created_at AS published_at'].map((name) => `p.${name}`),
    )
  return rows.map(({ bundles, published_at, updated_at, ...row }) => ({
    ...row,
    versions: toVersions(bundles),
    published_at: published_at.toISOString(),
    updated_at: updated_at.toISOString(),
  }))
}
