import type { BundledPrompt, PromptSetStatus } from '@anvil/shared'
import type { UsedByQuery } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { type PromptRow, toContent } from './prompt-row.js'

const MENTIONS = `(strpos(template, :id) > 0 AND template ~ :pattern OR EXISTS (
  SELECT 1 FROM jsonb_array_elements(messages) AS message WHERE message ->> 'template' ~ :pattern))`
const CARRIED = `CASE WHEN prompt_sets.id <> :promptSetId THEN prompt_sets.includes -> :id -> 'from' ->> 'version' END`

/** A prompt that has the id of another one in what looks like an include. */
export interface Mention {
  id: string
  content: BundledPrompt
  prompt_set: { id: string; name: string; status: PromptSetStatus }
  /** The version of the text that its draft carries. */
  version: string | null
}

interface MentionRow extends PromptRow {
  set_name: string
  set_status: PromptSetStatus
  carried: string | null
}

/** The prompts of a project's drafts, but for archived prompt sets, that mention one as an include; in order of the ids. */
export async function listMentions(
  trx: Knex,
  { projectId, promptSetId }: PromptSetKey,
  id: string,
  { cursor, limit }: UsedByQuery,
): Promise<Mention[]> {
  const rows = trx('prompts')
    .join('prompt_sets', 'prompt_sets.id', 'prompts.prompt_set_id')
    .where({ 'prompts.project_id': projectId })
    .whereNull('prompt_sets.archived_at')
    .whereRaw(MENTIONS, { id, pattern: mentionOf(id) })
    .orderByRaw('prompt_id COLLATE "C"')
    .limit(limit)
    .select<MentionRow[]>(
      'prompts.*',
      'prompt_sets.name as set_name',
      'prompt_sets.status as set_status',
      trx.raw(`${CARRIED} AS carried`, { promptSetId, id }),
    )
  if (cursor !== undefined) void rows.whereRaw('prompt_id COLLATE "C" > ?', [cursor])
  return (await rows).map((row) => ({
    id: row.prompt_id,
    content: toContent(row),
    prompt_set: { id: row.prompt_set_id, name: row.set_name, status: row.set_status },
    version: row.carried,
  }))
}

/** Finds more than includes, never less: only a parser tells what is one. */
const mentionOf = (id: string): string => `>[^A-Za-z0-9_-]*${id.replaceAll('.', '\\.')}`
