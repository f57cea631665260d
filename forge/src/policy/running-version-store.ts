import type { Knex } from 'knex'

/** What an environment runs of a prompt set. */
export interface RunningVersion {
  environment: string
  version_id: string
}

/** Which versions of a prompt set the environments of its project run. */
export async function listRunningVersions(
  trx: Knex,
  { projectId, promptSetId }: { projectId: string; promptSetId: string },
): Promise<RunningVersion[]> {
  return trx('environment_heads AS h')
    .join('environments AS e', 'e.id', 'h.environment_id')
    .join('publications AS p', 'p.id', 'h.publication_id')
    .joinRaw('CROSS JOIN jsonb_array_elements(p.bundles) AS bundle')
    .where({ 'h.project_id': projectId })
    .whereRaw(`bundle->>'prompt_set_id' = ?`, [promptSetId])
    .orderBy('e.created_at')
    .orderBy('e.slug')
    .select<RunningVersion[]>('e.slug AS environment', trx.raw(`bundle->>'version_id' AS version_id`))
}
