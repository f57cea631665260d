import type { Knex } from 'knex'

/** A row of a table once more, with some of its columns otherwise. */
export async function copyRow(trx: Knex.Transaction, table: string, from: string, change: object): Promise<void> {
  await trx.raw(`INSERT INTO ${table} SELECT (jsonb_populate_record(t, ?)).* FROM ${table} AS t WHERE t.id = ?`, [
    JSON.stringify(change),
    from,
  ])
}
