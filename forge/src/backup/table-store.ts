import type { Knex } from 'knex'

interface Rows<T> {
  rows: T[]
}

const OWN_TABLES = `FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname = current_schema() AND c.relkind = 'r'`

/** The tables of FORGE, without those in which the history of the database is kept. */
export async function listTables(trx: Knex): Promise<string[]> {
  const { rows }: Rows<{ name: string }> = await trx.raw(
    `SELECT c.relname AS name ${OWN_TABLES} AND c.relname NOT LIKE 'knex%' ORDER BY c.relname`,
  )
  return rows.map(({ name }) => name)
}

/** Whether any table of FORGE holds a row. */
export async function holdRows(trx: Knex): Promise<boolean> {
  for (const table of await listTables(trx)) {
    const { rows }: Rows<object> = await trx.raw(`SELECT 1 FROM "${table}" LIMIT 1`)
    if (rows.length > 0) return true
  }
  return false
}

/** Takes every foreign key and every trigger off, so that rows may come in any order, as they were. Returns what puts them back. */
export async function openForLoading(trx: Knex.Transaction, tables: readonly string[]): Promise<string[]> {
  const { rows }: Rows<{ off: string; on: string }> = await trx.raw(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS off,
      format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(k.oid)) AS on
    FROM pg_constraint AS k JOIN pg_namespace AS n ON n.oid = k.connamespace
    WHERE contype = 'f' AND n.nspname = current_schema()
    UNION ALL
    SELECT format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', c.relname), format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', c.relname)
    ${OWN_TABLES} AND c.relforcerowsecurity`)
  const triggers = tables.map((table) => ({
    off: `ALTER TABLE "${table}" DISABLE TRIGGER USER`,
    on: `ALTER TABLE "${table}" ENABLE TRIGGER USER`,
  }))
  const changes = [...rows, ...triggers]
  for (const { off } of changes) await trx.raw(off)
  return changes.map(({ on }) => on)
}

/** The columns that a row is stored in, in the order of the table. */
export async function listColumns(trx: Knex, table: string): Promise<string[]> {
  const { rows }: Rows<{ name: string }> = await trx.raw(
    `SELECT a.attname AS name FROM pg_attribute AS a
     WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum`,
    [table],
  )
  return rows.map(({ name }) => name)
}

/** Stores rows that `row_to_json` wrote. */
export async function insertRows(
  trx: Knex.Transaction,
  { table, columns, json }: { table: string; columns: readonly string[]; json: string },
): Promise<void> {
  const names = columns.map((name) => `"${name}"`).join(', ')
  await trx.raw(
    `INSERT INTO "${table}" (${names}) OVERRIDING SYSTEM VALUE
     SELECT ${names} FROM json_populate_recordset(NULL::"${table}", ?::json)`,
    [json],
  )
}

/** Lets every numbered column go on after its highest number. */
export async function advanceNumbers(trx: Knex.Transaction): Promise<void> {
  const { rows }: Rows<{ table: string; column: string }> = await trx.raw(
    `SELECT c.relname AS table, a.attname AS column FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
     JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attidentity <> ''`,
  )
  for (const { table, column } of rows) {
    await trx.raw(
      `SELECT setval(pg_get_serial_sequence('"${table}"', '${column}'), max("${column}")) FROM "${table}" HAVING max("${column}") IS NOT NULL`,
    )
  }
}

const MIN_BYTES = 1024 * 1024
const MAX_FETCH = 1_000

/** Every row of a table as JSON, a few at a time; larger rows come fewer at once. */
export async function* readRows(trx: Knex.Transaction, table: string): AsyncGenerator<string> {
  await trx.raw(`DECLARE backup_rows NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS row FROM "${table}" AS t`)
  for (let count = 10; ;) {
    const { rows }: Rows<{ row: string }> = await trx.raw(`FETCH ${count} FROM backup_rows`)
    if (rows.length === 0) break
    let bytes = 0
    for (const { row } of rows) {
      bytes += row.length
      yield row
    }
    count = bytes < MIN_BYTES ? Math.min(count * 2, MAX_FETCH) : Math.max(1, Math.floor(count / 2))
  }
  await trx.raw('CLOSE backup_rows')
}
