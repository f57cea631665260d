import type { Person } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'

/** Notes that somebody's work is in a draft. */
export async function insertDraftAuthor(
  trx: Knex.Transaction,
  key: PromptSetKey,
  userId: string,
  since: Date,
): Promise<void> {
  await trx('draft_authors')
    .insert({ project_id: key.projectId, prompt_set_id: key.promptSetId, user_id: userId, since })
    .onConflict(['prompt_set_id', 'user_id'])
    .ignore()
}

/** Whose work is in a draft since it was locked last. */
export async function listDraftAuthors(trx: Knex, key: PromptSetKey): Promise<Person[]> {
  return trx('draft_authors')
    .join('users', 'users.id', 'draft_authors.user_id')
    .where({ 'draft_authors.project_id': key.projectId, 'draft_authors.prompt_set_id': key.promptSetId })
    .orderBy(['draft_authors.since', 'users.id'])
    .select<Person[]>('users.id', 'users.name')
}

/** Nothing of anybody's is in a draft that equals the locked version. */
export async function deleteDraftAuthors(trx: Knex.Transaction, key: PromptSetKey): Promise<void> {
  await trx('draft_authors').where({ project_id: key.projectId, prompt_set_id: key.promptSetId }).delete()
}
