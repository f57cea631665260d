import type { Person } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'

/** Notes that somebody's work is in a draft, and whether an API key of theirs brought some of it. */
export async function insertDraftAuthor(
  trx: Knex.Transaction,
  key: PromptSetKey,
  { userId, byKey }: { userId: string; byKey: boolean },
  since: Date,
): Promise<void> {
  await trx('draft_authors')
    .insert({ project_id: key.projectId, prompt_set_id: key.promptSetId, user_id: userId, by_key: byKey, since })
    .onConflict(['prompt_set_id', 'user_id'])
    .merge({ by_key: trx.raw('draft_authors.by_key OR excluded.by_key') })
}

/** Notes that whose work is in one draft has work in another too, since when they had it in the first. */
export async function copyDraftAuthors(
  trx: Knex.Transaction,
  { projectId, promptSetId }: PromptSetKey,
  toPromptSetId: string,
): Promise<void> {
  const authors: { user_id: string; by_key: boolean; since: Date }[] = await trx('draft_authors')
    .where({ project_id: projectId, prompt_set_id: promptSetId })
    .orderBy('user_id')
    .select('user_id', 'by_key', 'since')
  const to = { projectId, promptSetId: toPromptSetId }
  for (const { user_id: userId, by_key: byKey, since } of authors)
    await insertDraftAuthor(trx, to, { userId, byKey }, since)
}

/** Notes that whose work is in a version has work in the draft of its prompt set. */
export async function copyVersionAuthors(
  trx: Knex.Transaction,
  key: PromptSetKey,
  versionId: string,
  since: Date,
): Promise<void> {
  const { authors, key_authors }: { authors: string[]; key_authors: string[] } = await trx('versions')
    .where({ project_id: key.projectId, prompt_set_id: key.promptSetId, id: versionId })
    .first('authors', 'key_authors')
  for (const userId of authors.toSorted())
    await insertDraftAuthor(trx, key, { userId, byKey: key_authors.includes(userId) }, since)
}

/** Whose work is in a draft since it was locked last. */
export async function listDraftAuthors(trx: Knex, key: PromptSetKey): Promise<Person[]> {
  return trx('draft_authors')
    .join('users', 'users.id', 'draft_authors.user_id')
    .where({ 'draft_authors.project_id': key.projectId, 'draft_authors.prompt_set_id': key.promptSetId })
    .orderBy(['draft_authors.since', 'users.id'])
    .select<Person[]>('users.id', 'users.name')
}

/** Those of the authors of a draft whose API keys brought some of it. */
export async function listKeyAuthors(trx: Knex, key: PromptSetKey): Promise<string[]> {
  return trx('draft_authors')
    .where({ project_id: key.projectId, prompt_set_id: key.promptSetId, by_key: true })
    .pluck('user_id')
}

/** Nothing of anybody's is in a draft that equals the locked version. */
export async function deleteDraftAuthors(trx: Knex.Transaction, key: PromptSetKey): Promise<void> {
  await trx('draft_authors').where({ project_id: key.projectId, prompt_set_id: key.promptSetId }).delete()
}
