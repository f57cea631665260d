import type { Knex } from 'knex'
import type { MigrationStep } from './migration-step.js'

/** The table in which the steps that ran are kept. */
export const HISTORY = 'knex_migrations'

/** The database has steps behind it that this code does not know: a newer release made them. */
export class UnknownMigrations extends Error {
  override readonly name = 'UnknownMigrations'

  constructor(names: readonly string[]) {
    super(`The database was brought up to date by a newer release of Anvil (${names.join(', ')}).`)
  }
}

/** Throws `UnknownMigrations` where the database has a step behind it that is not among these. */
export async function refuseUnknown(trx: Knex, steps: readonly MigrationStep[]): Promise<void> {
  if (!(await trx.schema.hasTable(HISTORY))) return
  const known = new Set(steps.map((step) => step.name))
  const done: string[] = await trx(HISTORY).orderBy('id').pluck('name')
  const unknown = done.filter((name) => !known.has(name))
  if (unknown.length > 0) throw new UnknownMigrations(unknown)
}
