import type { Knex } from 'knex'

/** Does something to a table that its triggers refuse, as only who owns the database can. */
export async function pastGuards(db: Knex, table: string, work: () => Promise<unknown>): Promise<void> {
  await db.raw(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
  await work()
  await db.raw(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
}
