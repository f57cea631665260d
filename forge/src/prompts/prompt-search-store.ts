import type { PromptSetStatus } from '@anvil/shared'
import type { FoundPrompt, PromptSearchQuery } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { likeOf, whereFound } from './prompt-filter.js'

const BEFORE = 40
const SHOWN = 160

/** All that a prompt says, one message after the other. */
const TEXT = `coalesce(prompts.template, (SELECT string_agg(message ->> 'template', ' ' ORDER BY at)
  FROM jsonb_array_elements(prompts.messages) WITH ORDINALITY AS m(message, at)), '')`

const BEGINS = `greatest(1, strpos(lower(${TEXT}), lower(?)) - ${BEFORE})`

interface FoundRow {
  id: string
  text: string
  begins: number
  set_id: string
  set_name: string
  set_status: PromptSetStatus
}

/** The best matches among the prompts of a project's drafts, but for archived prompt sets. */
export async function searchPrompts(
  trx: Knex,
  projectId: string,
  { q, limit }: PromptSearchQuery,
): Promise<FoundPrompt[]> {
  const best = trx('prompts')
    .join('prompt_sets', 'prompt_sets.id', 'prompts.prompt_set_id')
    .where({ 'prompts.project_id': projectId })
    .whereNull('prompt_sets.archived_at')
    .modify(whereFound, { q })
    .orderByRaw(`prompt_id ILIKE ? DESC, prompt_id ILIKE ? DESC, prompt_id COLLATE "C"`, [
      `${likeOf(q)}%`,
      `%${likeOf(q)}%`,
    ])
    .limit(limit)
    .select<FoundRow[]>(
      'prompt_id as id',
      'prompt_sets.id as set_id',
      'prompt_sets.name as set_name',
      'prompt_sets.status as set_status',
      trx.raw(`substr(${TEXT}, ${BEGINS}, ${SHOWN}) AS text`, [q]),
      trx.raw(`${BEGINS} AS begins`, [q]),
    )
  return (await best).map(({ set_id, set_name, set_status, id, text, begins }) => ({
    id,
    excerpt: `${begins > 1 ? '… ' : ''}${text.replaceAll(/\s+/g, ' ').trim()}`,
    prompt_set: { id: set_id, name: set_name, status: set_status },
  }))
}
