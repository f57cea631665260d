import type { Knex } from 'knex'

/** Takes prompt sets for this transaction alone, always in the order of their ids, and returns those that are there and in use. */
export async function lockPromptSets(
  trx: Knex.Transaction,
  projectId: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const rows: { id: string; archived_at: Date | null }[] = await trx('prompt_sets')
    .where({ project_id: projectId })
    .whereIn('id', ids)
    .orderBy('id')
    .forUpdate()
    .select('id', 'archived_at')
  return new Set(rows.filter((row) => row.archived_at === null).map((row) => row.id))
}
