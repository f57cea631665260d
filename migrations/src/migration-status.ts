import type { Knex } from 'knex'
import { MIGRATIONS } from './history.js'
import type { MigrationStep } from './migration-step.js'
import { refuseChanged, SCHEMA_STAMPS } from './schema-stamps.js'
import { HISTORY, refuseUnknown } from './unknown-migrations.js'

/** Which steps of the history a database has behind it, and which are still to come; both in their order. */
export interface MigrationStatus {
  done: string[]
  pending: string[]
}

/** Reads how far a database is, without changing it. Throws `UnknownMigrations` for one that a newer release made, and `ChangedHistory` for one of another shape. */
export async function migrationStatus(
  db: Knex,
  steps: readonly MigrationStep[] = MIGRATIONS,
): Promise<MigrationStatus> {
  await refuseUnknown(db, steps)
  await refuseChanged(db, SCHEMA_STAMPS)
  const ran = new Set<string>((await db.schema.hasTable(HISTORY)) ? await db(HISTORY).pluck('name') : [])
  const names = steps.map(({ name }) => name)
  return { done: names.filter((name) => ran.has(name)), pending: names.filter((name) => !ran.has(name)) }
}
