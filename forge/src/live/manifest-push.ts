import { LIMITS } from '@anvil/shared'
import type { Knex } from 'knex'

const SPREAD_FROM_INSTANCES = 500
const SPREAD_MS_AN_INSTANCE = 0.2

export interface ChangedBundle {
  sha256: string
  gzip: Buffer
}

/** How long instances spread their own fetches over: nothing for a small fleet, a fifth of a millisecond an instance for a large one. */
export function fetchSpreadMs(instances: number): number {
  return instances < SPREAD_FROM_INSTANCES ? 0 : Math.round(instances * SPREAD_MS_AN_INSTANCE)
}

/** A manifest as it is pushed, encoded once for all sockets. */
export function encodePush(envelope: Buffer, bundles: readonly ChangedBundle[], instances: number): string {
  const texts = Object.fromEntries(bundles.map(({ sha256, gzip }) => [sha256, gzip.toString('base64')]))
  return `{"envelope":${envelope.toString()},"fetch_spread_ms":${fetchSpreadMs(instances)},"bundles":${JSON.stringify(texts)}}`
}

/** The bundles that a publication changed, if they are small enough together to travel beside its manifest. */
export async function changedBundles(db: Knex, publicationId: string): Promise<ChangedBundle[]> {
  const from = db('publications AS p')
    .joinRaw('CROSS JOIN LATERAL jsonb_to_recordset(p.changed) AS c(prompt_set_id uuid, "to" text)')
    .join('publication_versions AS pv', 'pv.publication_id', 'p.id')
    .joinRaw('JOIN versions AS v ON v.id = pv.version_id AND v.prompt_set_id = c.prompt_set_id')
    .where('p.id', publicationId)
  const [sum]: { bytes: number | null }[] = await from
    .clone()
    .select(db.raw('sum(octet_length(v.gzip))::bigint AS bytes'))
  if (sum === undefined || sum.bytes === null || sum.bytes > LIMITS.inlinePushBytes) return []
  const rows: ChangedBundle[] = await from.select('v.sha256', 'v.gzip')
  return rows
}
