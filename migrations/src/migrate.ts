import type { Knex } from 'knex'
import { MIGRATIONS } from './history.js'
import type { MigrationStep } from './migration-step.js'
import { refuseChanged, SCHEMA_STAMPS, writeStamp } from './schema-stamps.js'
import { HISTORY, refuseUnknown } from './unknown-migrations.js'

const LOCK_NUMBER = 72_616_301

function settings(steps: readonly MigrationStep[]): Knex.MigratorConfig {
  return {
    migrationSource: {
      getMigrations: () => Promise.resolve([...steps]),
      getMigrationName: (step: MigrationStep) => step.name,
      getMigration: (step: MigrationStep) => Promise.resolve({ up: run(step.up), down: run(step.down) }),
    },
  }
}

function run(step: MigrationStep['up']): (db: Knex) => Promise<void> {
  return (db) => db.transaction((trx) => step(trx))
}

/** Brings the database to the newest state, in one transaction: all or nothing, and one process at a time. Returns the names it ran. */
export function migrateUp(db: Knex, steps: readonly MigrationStep[] = MIGRATIONS): Promise<string[]> {
  return inOneTransaction(db, (trx) => refuseForeign(trx, steps).then(() => trx.migrate.latest(settings(steps))))
}

/** Takes every migration back, in one transaction. Returns the names it took back. */
export function migrateDown(db: Knex, steps: readonly MigrationStep[] = MIGRATIONS): Promise<string[]> {
  return inOneTransaction(db, (trx) => trx.migrate.rollback(settings(steps), true))
}

async function inOneTransaction(
  db: Knex,
  work: (trx: Knex.Transaction) => Promise<[number, string[]]>,
): Promise<string[]> {
  return db.transaction(async (trx) => {
    await trx.raw('SELECT pg_advisory_xact_lock(?)', [LOCK_NUMBER])
    const [, names] = await work(trx)
    if (await trx.schema.hasTable(HISTORY)) await writeStamp(trx, SCHEMA_STAMPS.at(-1) ?? '')
    return names
  })
}

async function refuseForeign(trx: Knex.Transaction, steps: readonly MigrationStep[]): Promise<void> {
  await refuseUnknown(trx, steps)
  await refuseChanged(trx, SCHEMA_STAMPS)
}
