import { MIGRATIONS, migrateDown, migrateUp, migrationStatus } from '@anvil/migrations'
import { AnvilError } from '@anvil/shared'
import type { Knex } from 'knex'
import type { SecretBox } from '../secrets/secret-box.js'
import { checkSecretKey } from '../secrets/secret-key.js'
import type { BackupHeader, BackupRow } from './backup-lines.js'
import { openBackup, verifyBackup } from './read-backup.js'
import { advanceNumbers, holdRows, insertRows, listColumns, listTables, openForLoading } from './table-store.js'

const BATCH_BYTES = 1024 * 1024

/** What was restored, and of when. */
export interface Restored {
  created_at: string
  rows: number
}

/** A backup whose digest was verified, of a release that this one knows. */
export interface CheckedBackup {
  file: string
  header: BackupHeader
  /** The steps of the history that its database had behind it. */
  steps: typeof MIGRATIONS
}

/** Verifies a whole backup, before any database is touched. Throws `backup.…`, or `database.too_new`. */
export async function checkBackup(file: string): Promise<CheckedBackup> {
  const header = await verifyBackup(file)
  const steps = MIGRATIONS.slice(0, header.migrations.length)
  if (header.migrations.every((name, at) => steps[at]?.name === name)) return { file, header, steps }
  throw new AnvilError(
    'database.too_new',
    `The backup was made by release ${header.version} of Anvil, whose database this release does not know. Restore it with a release that is at least as new.`,
  )
}

/**
 * Restores a backup into an empty database, in one transaction: all of it or nothing. Its digest is verified again while
 * it is loaded. A backup of an older release is brought up to date after it.
 */
export async function restoreBackup(db: Knex, secrets: SecretBox, backup: CheckedBackup): Promise<Restored> {
  const { file, header, steps } = backup
  return db.transaction(async (trx) => {
    const done = await stepsOfUnused(trx)
    if (done > steps.length) await migrateDown(trx)
    await migrateUp(trx, steps)
    const tables = await listTables(trx)
    const reopen = await openForLoading(trx, tables)
    const rows = await load(trx, file, tables)
    for (const statement of reopen) await trx.raw(statement)
    await advanceNumbers(trx)
    await migrateUp(trx)
    await placeHeadsAnew(trx)
    await checkSecretKey(trx, secrets)
    return { created_at: header.created_at, rows }
  })
}

/**
 * How many steps of the history an unused database has behind it: none, or all of them where it is the embedded one,
 * which has its tables from the beginning. Throws `database.not_empty`.
 */
async function stepsOfUnused(trx: Knex.Transaction): Promise<number> {
  if ((await listTables(trx)).length === 0) return 0
  const { done } = (await holdRows(trx)) ? { done: [] } : await migrationStatus(trx)
  if (done.length > 0) return done.length
  throw new AnvilError(
    'database.not_empty',
    'This database holds something already, and a backup is restored into an empty one only. Set ANVIL_DATA_DIR to a new folder, or DATABASE_URL to a new database.',
  )
}

/** Where a head was moved is a place in the history of the server that it came from; the update puts it into this one's. */
async function placeHeadsAnew(trx: Knex.Transaction): Promise<void> {
  await trx('environment_heads').update({ sequence: trx.ref('sequence') })
}

async function load(trx: Knex.Transaction, file: string, tables: readonly string[]): Promise<number> {
  for (const table of tables) await trx.raw(`DELETE FROM "${table}"`)
  const { rows } = await openBackup(file)
  const batch = new Batch(trx, tables)
  let count = 0
  for await (const row of rows) {
    await batch.add(row)
    count += 1
  }
  await batch.store()
  return count
}

/** Gathers rows of one table, so that they are stored by few statements. */
class Batch {
  readonly #trx: Knex.Transaction
  readonly #tables: readonly string[]
  readonly #columns = new Map<string, string[]>()
  #table = ''
  #rows: string[] = []
  #bytes = 0

  constructor(trx: Knex.Transaction, tables: readonly string[]) {
    this.#trx = trx
    this.#tables = tables
  }

  async add({ table, json }: BackupRow): Promise<void> {
    if (table !== this.#table || this.#bytes > BATCH_BYTES) await this.store()
    this.#table = table
    this.#rows.push(json)
    this.#bytes += json.length
  }

  async store(): Promise<void> {
    if (this.#rows.length === 0) return
    const columns = await this.#columnsOf(this.#table)
    await insertRows(this.#trx, { table: this.#table, columns, json: `[${this.#rows.join(',')}]` })
    this.#rows = []
    this.#bytes = 0
  }

  async #columnsOf(table: string): Promise<string[]> {
    if (!this.#tables.includes(table))
      throw new AnvilError('backup.malformed', `The backup names a table ${table} that FORGE does not have.`)
    const columns = this.#columns.get(table) ?? (await listColumns(this.#trx, table))
    this.#columns.set(table, columns)
    return columns
  }
}
