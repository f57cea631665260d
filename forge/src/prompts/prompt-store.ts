import { AnvilError, type BundledPrompt } from '@anvil/shared'
import type { PromptQuery } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { contentColumns, type PromptRow, type StoredPrompt, toContent, toStoredPrompt } from './prompt-row.js'
import { foundOf } from './prompt-tree-store.js'

const NAME = '(SELECT name FROM users WHERE users.id = prompts.updated_by) AS updated_by_name'

/** What is stored of an edit: its text, by whom, when. */
export interface PromptEdit {
  content: BundledPrompt
  userId: string | null
  at: Date
}

export async function findPrompt(trx: Knex, key: PromptSetKey, id: string): Promise<StoredPrompt | undefined> {
  return (await findPrompts(trx, key, [id])).get(id)
}

export async function getPrompt(trx: Knex, key: PromptSetKey, id: string): Promise<StoredPrompt> {
  const found = await findPrompt(trx, key, id)
  if (found) return found
  throw new AnvilError(
    'prompt.not_found',
    `This prompt set has no prompt ${id}. It was deleted or moved, or never made.`,
  )
}

/** Those of these prompts that a prompt set has. */
export async function findPrompts(
  trx: Knex,
  key: PromptSetKey,
  ids: readonly string[],
): Promise<Map<string, StoredPrompt>> {
  const rows = await promptsOf(trx, key).whereIn('prompt_id', ids)
  return new Map(rows.map((row) => [row.prompt_id, toStoredPrompt(row)]))
}

/** From so many prompts before one, or from the first there is. */
const FROM_AROUND = `at COLLATE "C" >= coalesce((SELECT min(near.at COLLATE "C") FROM (
  SELECT at FROM found WHERE at COLLATE "C" < :around ORDER BY at COLLATE "C" DESC LIMIT :before) AS near), :around)`

/**
 * One page and one prompt more, in order of the ids, and how many prompts there are in all: null on a page that has none,
 * which does not tell. The texts are looked through once for both.
 */
export async function listPrompts(
  trx: Knex,
  key: PromptSetKey,
  query: PromptQuery,
): Promise<{ prompts: StoredPrompt[]; count: number | null }> {
  const { cursor, around, limit } = query
  const rows = trx
    .withMaterialized('found', (found) =>
      foundOf(found.from('prompts'), key, query).select('id AS row_id', 'prompt_id AS at'),
    )
    .from('found')
    .join('prompts', 'prompts.id', 'found.row_id')
    .orderByRaw('at COLLATE "C"')
    .limit(limit)
    .select<(PromptRow & { count: number })[]>(
      'prompts.*',
      trx.raw(NAME),
      trx.raw('(SELECT count(*)::int FROM found) AS count'),
    )
  if (cursor !== undefined) void rows.whereRaw('at COLLATE "C" > ?', [cursor])
  if (around !== undefined) void rows.whereRaw(FROM_AROUND, { around, before: Math.floor((limit - 1) / 2) })
  const listed = await rows
  return { prompts: listed.map(toStoredPrompt), count: listed[0]?.count ?? null }
}

/** All that a draft says, by id. */
export async function readSnapshot(trx: Knex, key: PromptSetKey): Promise<Record<string, BundledPrompt>> {
  const rows: PromptRow[] = await trx('prompts')
    .where({ project_id: key.projectId, prompt_set_id: key.promptSetId })
    .select('prompt_id', 'kind', 'template', 'messages', 'delimiters', 'variables', 'metadata')
  return Object.fromEntries(rows.map((row) => [row.prompt_id, toContent(row)]))
}

/** Adds a prompt, or answers false where a draft of the project has its id already. */
export async function insertPrompt(
  trx: Knex.Transaction,
  key: PromptSetKey,
  place: { rowId: string; id: string },
  { content, userId, at }: PromptEdit,
): Promise<boolean> {
  const inserted: unknown[] = await trx('prompts')
    .insert({
      id: place.rowId,
      project_id: key.projectId,
      prompt_set_id: key.promptSetId,
      prompt_id: place.id,
      ...contentColumns(content),
      updated_by: userId,
      created_at: at,
      updated_at: at,
    })
    .onConflict(['project_id', 'prompt_id'])
    .ignore()
    .returning('id')
  return inserted.length > 0
}

export async function updatePrompt(trx: Knex.Transaction, before: StoredPrompt, edit: PromptEdit): Promise<void> {
  await trx('prompts')
    .where({ prompt_set_id: before.prompt_set_id, prompt_id: before.id })
    .update({
      ...contentColumns(edit.content),
      revision: before.revision + 1,
      updated_by: edit.userId,
      updated_at: edit.at,
    })
}

export async function deletePrompts(trx: Knex.Transaction, key: PromptSetKey, ids: readonly string[]): Promise<void> {
  await trx('prompts')
    .where({ project_id: key.projectId, prompt_set_id: key.promptSetId })
    .whereIn('prompt_id', ids)
    .delete()
}

/** More rows in a statement would keep the event loop, where the database runs inside this process. */
const BATCH = 100

/**
 * Adds prompts and changes those that the set has, in the order given. Answers the first id that a draft of another set
 * has; the transaction must be given up then.
 */
export async function upsertPrompts(
  trx: Knex.Transaction,
  key: PromptSetKey,
  prompts: readonly { rowId: string; id: string; content: BundledPrompt }[],
  { userId, at }: Omit<PromptEdit, 'content'>,
): Promise<string | undefined> {
  for (let from = 0; from < prompts.length; from += BATCH) {
    const batch = prompts.slice(from, from + BATCH)
    const rows = batch.map(({ rowId, id, content }) => ({
      id: rowId,
      project_id: key.projectId,
      prompt_set_id: key.promptSetId,
      prompt_id: id,
      ...contentColumns(content),
      updated_by: userId,
      created_at: at,
      updated_at: at,
    }))
    const written: { prompt_id: string }[] = await trx('prompts')
      .insert(rows)
      .onConflict(['project_id', 'prompt_id'])
      .merge(overwritten(trx))
      .where({ 'prompts.prompt_set_id': key.promptSetId })
      .returning('prompt_id')
    const ids = new Set(written.map(({ prompt_id }) => prompt_id))
    const taken = batch.find(({ id }) => !ids.has(id))
    if (taken) return taken.id
  }
  return undefined
}

function overwritten(trx: Knex): Record<string, Knex.Raw> {
  const columns = ['kind', 'template', 'messages', 'delimiters', 'variables', 'metadata', 'updated_by', 'updated_at']
  const taken = columns.map((column): [string, Knex.Raw] => [column, trx.raw('excluded.??', [column])])
  return { ...Object.fromEntries(taken), revision: trx.raw('prompts.revision + 1') }
}

/** The names of the other prompt sets whose drafts have any of these ids, by id. */
export async function listHolders(trx: Knex, key: PromptSetKey, ids: readonly string[]): Promise<Map<string, string>> {
  const rows: { prompt_id: string; name: string }[] = await trx('prompts')
    .join('prompt_sets', 'prompt_sets.id', 'prompts.prompt_set_id')
    .where({ 'prompts.project_id': key.projectId })
    .whereNot({ 'prompts.prompt_set_id': key.promptSetId })
    .whereIn('prompts.prompt_id', ids)
    .select('prompts.prompt_id', 'prompt_sets.name')
  return new Map(rows.map(({ prompt_id, name }) => [prompt_id, name]))
}

/** The prompt set whose draft has an id. */
export async function findHolder(
  trx: Knex,
  projectId: string,
  id: string,
): Promise<{ id: string; name: string; slug: string } | undefined> {
  return trx('prompts')
    .join('prompt_sets', 'prompt_sets.id', 'prompts.prompt_set_id')
    .where({ 'prompts.project_id': projectId, 'prompts.prompt_id': id })
    .first('prompt_sets.id', 'prompt_sets.name', 'prompt_sets.slug')
}

function promptsOf(trx: Knex, key: PromptSetKey) {
  return trx('prompts')
    .where({ project_id: key.projectId, prompt_set_id: key.promptSetId })
    .select<PromptRow[]>('prompts.*', trx.raw(NAME))
}
