import { AnvilError, type BundledInclude, type PromptSetStatus } from '@anvil/shared'
import type { PromptSet } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertUnderSlug } from '../db/insert-under-slug.js'
import { type DraftState, type PromptSetKey, type PromptSetRow, toDraftState, toPromptSet } from './prompt-set-row.js'

const COLUMNS = `prompt_sets.*,
  (SELECT version FROM versions WHERE versions.id = prompt_sets.locked_version_id) AS locked_version,
  (SELECT count(*) FROM prompts WHERE prompts.prompt_set_id = prompt_sets.id) AS prompt_count`

/** What a move or an edit changes of a prompt set. */
export interface PromptSetChange {
  name?: string
  description?: string
  status?: PromptSetStatus
  revision?: number
  includes?: Record<string, BundledInclude>
  locked_version_id?: string
  archived_at?: Date | null
}

export async function listPromptSets(trx: Knex, projectId: string, isArchived: boolean): Promise<PromptSet[]> {
  const query = trx<PromptSetRow>('prompt_sets').where({ project_id: projectId }).orderBy('name').orderBy('id')
  if (!isArchived) void query.whereNull('archived_at')
  const rows = await query.select<PromptSetRow[]>(trx.raw(COLUMNS))
  return rows.map(toPromptSet)
}

export async function countPromptSets(trx: Knex, projectId: string): Promise<number> {
  const row = await trx('prompt_sets').where({ project_id: projectId }).count({ count: '*' }).first()
  return Number(row?.count ?? 0)
}

export async function getPromptSet(trx: Knex, key: PromptSetKey): Promise<PromptSet> {
  return (await getDraftState(trx, key)).promptSet
}

/** Holds the row against edits for the rest of the transaction, so that what is read of the draft belongs together. */
export async function getPromptSetForShare(trx: Knex.Transaction, key: PromptSetKey): Promise<DraftState> {
  await trx('prompt_sets').where({ project_id: key.projectId, id: key.promptSetId }).forShare().first('id')
  return getDraftState(trx, key)
}

/** Takes the row for this transaction alone: every edit and every move of a prompt set begins with it. */
export async function getPromptSetForUpdate(trx: Knex.Transaction, key: PromptSetKey): Promise<DraftState> {
  await trx('prompt_sets').where({ project_id: key.projectId, id: key.promptSetId }).forUpdate().first('id')
  return getDraftState(trx, key)
}

/** Read by a statement of its own after the lock is held, since a statement that waited sees other tables as they were. */
async function getDraftState(trx: Knex, key: PromptSetKey): Promise<DraftState> {
  const row: PromptSetRow | undefined = await trx<PromptSetRow>('prompt_sets')
    .where({ project_id: key.projectId, id: key.promptSetId })
    .first(trx.raw(COLUMNS))
  if (!row)
    throw new AnvilError(
      'prompt_set.not_found',
      `This project has no prompt set ${key.promptSetId}. List its prompt sets first.`,
    )
  return toDraftState(row)
}

/** Returns the slug; where none is chosen, it is the first free one that follows from the name. */
export async function insertPromptSet(
  trx: Knex.Transaction,
  row: Pick<PromptSetRow, 'id' | 'project_id' | 'name' | 'description' | 'created_at'> & { slug?: string | undefined },
): Promise<string> {
  const whole = { ...row, status: 'LIVE', updated_at: row.created_at }
  const slug = await insertUnderSlug(trx, 'prompt_sets', whole)
  if (slug !== undefined) return slug
  throw new AnvilError(
    'prompt_set.slug_taken',
    `Another prompt set of this project has the slug ${row.slug}. Choose another one.`,
  )
}

export async function updatePromptSet(
  trx: Knex.Transaction,
  { projectId, promptSetId }: PromptSetKey,
  at: Date,
  { includes, ...change }: PromptSetChange,
): Promise<void> {
  const stored = includes === undefined ? {} : { includes: JSON.stringify(includes) }
  await trx('prompt_sets')
    .where({ project_id: projectId, id: promptSetId })
    .update({ ...change, ...stored, updated_at: at })
}
