import type { PromptBranch, PromptFilter, PromptTreeQuery } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { whereFound } from './prompt-filter.js'

/** How many prompts of a draft a filter finds. */
export async function countPrompts(trx: Knex, key: PromptSetKey, filter: PromptFilter): Promise<number> {
  const [row] = await foundOf(trx, key, filter).select<{ count: number }[]>(trx.raw('count(*)::int AS count'))
  return row?.count ?? 0
}

/** One page and one branch more of those right below `under`, in order of their names. */
export async function listBranches(trx: Knex, key: PromptSetKey, query: PromptTreeQuery): Promise<PromptBranch[]> {
  const { under, cursor, limit } = query
  const depth = under === undefined ? 1 : under.split('.').length + 1
  const rows = foundOf(trx, key, query)
    .select<{ name: string; count: number; has_branches: boolean }[]>(
      trx.raw('split_part(prompt_id, \'.\', ?) COLLATE "C" AS name', [depth]),
      trx.raw('count(*)::int AS count'),
      trx.raw("bool_or(split_part(prompt_id, '.', ?) <> '') AS has_branches", [depth + 2]),
    )
    .groupByRaw('1')
    .havingRaw("bool_or(split_part(prompt_id, '.', ?) <> '')", [depth + 1])
    .orderByRaw('1')
    .limit(limit)
  const from = under === undefined ? '' : `${under}.`
  if (cursor !== undefined) {
    void rows.whereRaw('split_part(prompt_id, \'.\', ?) COLLATE "C" > ?', [depth, cursor.slice(from.length)])
  }
  return (await rows).map(({ name, ...branch }) => ({ id: `${from}${name}`, ...branch }))
}

function foundOf(trx: Knex, { projectId, promptSetId }: PromptSetKey, filter: PromptFilter) {
  return trx('prompts').where({ project_id: projectId, prompt_set_id: promptSetId }).modify(whereFound, filter)
}
