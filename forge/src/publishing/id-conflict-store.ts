import type { Knex } from 'knex'

/** Prompt ids that more than one of these versions holds, with those versions; by id, at most `limit`. */
export async function listRepeatedIds(
  trx: Knex,
  versionIds: readonly string[],
  limit: number,
): Promise<{ id: string; version_ids: string[] }[]> {
  return trx
    .from(
      trx('versions')
        .whereIn('id', versionIds)
        .select('id as version_id', trx.raw('unnest(prompt_ids) AS id'))
        .as('held'),
    )
    .groupBy('id')
    .havingRaw('count(*) > 1')
    .orderBy('id')
    .limit(limit)
    .select('id', trx.raw('array_agg(version_id ORDER BY version_id) AS version_ids'))
}
