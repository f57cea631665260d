import type { BundledPrompt } from '@anvil/shared'
import type { PromptSelection } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { whereFound } from '../prompts/prompt-filter.js'
import { type PromptRow, toContent } from '../prompts/prompt-row.js'

/** What the selected prompts of a draft say, by id. */
export async function readSelected(
  trx: Knex,
  { projectId, promptSetId }: PromptSetKey,
  select: PromptSelection,
): Promise<Record<string, BundledPrompt>> {
  const rows = trx('prompts')
    .where({ project_id: projectId, prompt_set_id: promptSetId })
    .select<PromptRow[]>('prompt_id', 'kind', 'template', 'messages', 'delimiters', 'variables', 'metadata')
  if ('ids' in select) void rows.whereIn('prompt_id', select.ids)
  else void rows.modify(whereFound, select.matching).whereNotIn('prompt_id', select.except)
  return Object.fromEntries((await rows).map((row) => [row.prompt_id, toContent(row)]))
}

/** Puts prompts into the draft of another prompt set, as they are. */
export async function movePromptRows(
  trx: Knex.Transaction,
  { projectId, promptSetId }: PromptSetKey,
  ids: readonly string[],
  toPromptSetId: string,
): Promise<void> {
  await trx('prompts')
    .where({ project_id: projectId, prompt_set_id: promptSetId })
    .whereIn('prompt_id', ids)
    .update({ prompt_set_id: toPromptSetId })
}
