import type { Knex } from 'knex'
import type { Calls } from './store-probes.js'

/** What a call came to: its answer or refusal, and digests of all rows and of the neighbour's, with which of them it holds. */
export interface Observed {
  answer: string
  rows: string
  theirRows: string
}

class Enough extends Error {}

/** No call makes so many statements, unless it goes on for ever. */
const TOO_MANY = 100

/** Makes a call and takes back what it did. */
export async function observeCall(db: Knex, call: Calls[number], theirIds: readonly string[]): Promise<Observed> {
  let observed: Observed = { answer: 'none', rows: '', theirRows: '' }
  const work = db.transaction(async (trx) => {
    const answer = await Promise.race([call(trx), endless(trx)]).then(
      told,
      (error: unknown) => `refused: ${String(error)}`,
    )
    observed = { answer, ...(await rowsOf(trx, theirIds).catch(() => ({ rows: 'lost', theirRows: 'lost' }))) }
    throw new Enough()
  })
  await work.catch((error: unknown) => {
    if (!(error instanceof Enough)) throw error
  })
  return observed
}

/** Fails where a transaction has made too many statements. */
function endless(trx: Knex.Transaction): Promise<never> {
  let statements = 0
  return new Promise((_, reject) => {
    trx.on('query', () => {
      statements += 1
      if (statements === TOO_MANY) reject(new Error('it goes on for ever'))
    })
  })
}

function told(answer: unknown): string {
  return `answer: ${JSON.stringify(answer, (_key, value: unknown) =>
    value instanceof Map || value instanceof Set ? [...value] : value,
  )}`
}

/** Numbers that are never given twice are left out: the same call gets others each time. */
async function rowsOf(trx: Knex.Transaction, theirIds: readonly string[]): Promise<Omit<Observed, 'answer'>> {
  const tables: string[] = await trx('pg_class')
    .whereRaw(`relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname NOT LIKE 'knex%'`)
    .orderBy('relname')
    .pluck('relname')
  const each = tables.map(
    (table) => `SELECT '${table} ' || (to_jsonb(t) - 'number' - 'moved_in')::text ||
      CASE WHEN t.xmax::text::bigint = txid_current() % 4294967296 THEN ' held' ELSE '' END AS row FROM ${table} AS t`,
  )
  const { rows }: { rows: Omit<Observed, 'answer'>[] } = await trx.raw(
    `SELECT md5(string_agg(row, ' ' ORDER BY row)) AS rows,
       md5(string_agg(row, ' ' ORDER BY row) FILTER (WHERE row LIKE ANY (:theirs))) AS "theirRows"
     FROM (${each.join(' UNION ALL ')}) AS every`,
    { theirs: theirIds.map((id) => `%${id}%`) },
  )
  return rows[0] ?? { rows: 'none', theirRows: 'none' }
}
