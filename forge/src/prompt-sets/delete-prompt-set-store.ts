import type { Knex } from 'knex'
import type { PromptSetKey } from './prompt-set-row.js'

/** Whether any environment ever ran a version of this prompt set. */
export async function wasPublished(trx: Knex, { projectId, promptSetId }: PromptSetKey): Promise<boolean> {
  const row: unknown = await trx('publication_versions')
    .join('versions', 'versions.id', 'publication_versions.version_id')
    .where({ 'versions.project_id': projectId, 'versions.prompt_set_id': promptSetId })
    .first('versions.id')
  return row !== undefined
}

export async function hasVersions(trx: Knex, { projectId, promptSetId }: PromptSetKey): Promise<boolean> {
  const row: unknown = await trx('versions').where({ project_id: projectId, prompt_set_id: promptSetId }).first('id')
  return row !== undefined
}

/** Removes a prompt set with its draft and its reviews; who wrote it goes with it, and not before. */
export async function deletePromptSet(trx: Knex.Transaction, { projectId, promptSetId }: PromptSetKey): Promise<void> {
  for (const table of ['prompts', 'approvals', 'reviews']) {
    await trx(table).where({ project_id: projectId, prompt_set_id: promptSetId }).delete()
  }
  await trx('prompt_sets').where({ project_id: projectId, id: promptSetId }).delete()
}
