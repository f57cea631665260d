import type { Knex } from 'knex'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'

/** Where an id stands: the latest locked version of another prompt set that has it. */
export interface IncludeOrigin {
  prompt_set_id: string
  prompt_set: string
  version_id: string
  version: string
  sha256: string
}

const LATEST = ['prompt_sets.id as prompt_set_id', 'prompt_sets.slug as prompt_set'].concat(
  ['version', 'sha256'].map((column) => `versions.${column}`),
  'versions.id as version_id',
)

/** Finds the prompt set of the project, other than this one, whose latest locked version has an id; one whose draft has it comes first. */
export async function findIncludeOrigin(
  trx: Knex,
  { projectId, promptSetId }: PromptSetKey,
  id: string,
): Promise<IncludeOrigin | undefined> {
  const holds = trx('prompts')
    .whereRaw('prompts.prompt_set_id = prompt_sets.id')
    .where({ 'prompts.project_id': projectId, 'prompts.prompt_id': id })
    .select('prompts.id')
  return latestLocked(trx, projectId)
    .whereNot({ 'prompt_sets.id': promptSetId })
    .whereRaw('? = ANY (versions.prompt_ids)', [id])
    .orderByRaw('EXISTS (?) DESC, prompt_sets.id', [holds])
    .first()
}

/** The latest locked version of each of these prompt sets. */
export async function listLatestOrigins(
  trx: Knex,
  projectId: string,
  ids: readonly string[],
): Promise<IncludeOrigin[]> {
  return latestLocked(trx, projectId).whereIn('prompt_sets.id', ids)
}

/** The names of these prompt sets. */
export async function listSetNames(trx: Knex, projectId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows: { id: string; name: string }[] = await trx('prompt_sets')
    .where({ project_id: projectId })
    .whereIn('id', ids)
    .select('id', 'name')
  return new Map(rows.map(({ id, name }) => [id, name]))
}

function latestLocked(trx: Knex, projectId: string) {
  return trx('prompt_sets')
    .join('versions', 'versions.id', 'prompt_sets.locked_version_id')
    .where({ 'prompt_sets.project_id': projectId })
    .select<IncludeOrigin[]>(...LATEST)
}
