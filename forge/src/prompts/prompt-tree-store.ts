import type { PromptBranch, PromptFilter, PromptTreeQuery } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { whereFound } from './prompt-filter.js'

/** How many prompts of a draft a filter finds. */
export async function countPrompts(trx: Knex, key: PromptSetKey, filter: PromptFilter): Promise<number> {
  const [row] = await foundOf(trx('prompts'), key, filter).select<{ count: number }[]>(
    trx.raw('count(*)::int AS count'),
  )
  return row?.count ?? 0
}

interface BranchRow {
  total: number
  name: string | null
  count: number
  has_branches: boolean
}

/**
 * One page and one branch more of those right below `under`, in order of their names, and how many prompts there are in
 * all. The texts are looked through once for both.
 */
export async function listBranches(
  trx: Knex,
  key: PromptSetKey,
  query: PromptTreeQuery,
): Promise<{ branches: PromptBranch[]; count: number }> {
  const { under } = query
  const rows = await trx
    .withMaterialized('found', (found) => foundOf(found.from('prompts'), key, query).select('prompt_id'))
    .with('branches', (branches) => branchesOf(trx, branches.from('found'), query))
    .from(trx.raw('(SELECT count(*)::int AS total FROM found) AS counted LEFT JOIN branches ON true'))
    .orderBy('name')
    .select<BranchRow[]>('*')
  const from = under === undefined ? '' : `${under}.`
  return {
    branches: rows.flatMap(({ name, count, has_branches }) =>
      name === null ? [] : [{ id: `${from}${name}`, count, has_branches }],
    ),
    count: rows[0]?.total ?? 0,
  }
}

function branchesOf(trx: Knex, found: Knex.QueryBuilder, { under, cursor, limit }: PromptTreeQuery) {
  const depth = under === undefined ? 1 : under.split('.').length + 1
  const rows = found
    .select(
      trx.raw('split_part(prompt_id, \'.\', ?) COLLATE "C" AS name', [depth]),
      trx.raw('count(*)::int AS count'),
      trx.raw("bool_or(split_part(prompt_id, '.', ?) <> '') AS has_branches", [depth + 2]),
    )
    .groupByRaw('1')
    .havingRaw("bool_or(split_part(prompt_id, '.', ?) <> '')", [depth + 1])
    .orderByRaw('1')
    .limit(limit)
  if (cursor === undefined) return rows
  const after = under === undefined ? cursor : cursor.slice(under.length + 1)
  return rows.whereRaw('split_part(prompt_id, \'.\', ?) COLLATE "C" > ?', [depth, after])
}

/** The prompts of a draft that a filter finds. */
export function foundOf(rows: Knex.QueryBuilder, { projectId, promptSetId }: PromptSetKey, filter: PromptFilter) {
  return rows.where({ project_id: projectId, prompt_set_id: promptSetId }).modify(whereFound, filter)
}
