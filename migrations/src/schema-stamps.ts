import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import { HISTORY } from './unknown-migrations.js'

/**
 * The shapes that the history has led to, oldest first, as `schemaStamp` sees them; a new migration adds its own at the
 * end. A database that carries another was made before a migration was changed, and can't be brought up to date.
 */
export const SCHEMA_STAMPS: readonly string[] = [
  '986f4bf9859013df',
  '85cfdcb7b17590a4',
  'd028db95c8386c99',
  '48f62e8f6f551d1f',
  '993db088772b4183',
  '9a050f41393c5e5a',
  '599604623957a02c',
  '5d17de3f648f1d91',
  'a7850698259d459f',
  '73a19237a42fa85b',
  '748d6dcdf7482e7b',
  'c2c9825962b4460e',
  '88d7bc73cd9f430b',
  'e965d9ab1c492b15',
  'dfef944c1a182778',
  'b1ccef34e4cdae5c',
]

/** The database was made by a history that was changed since. */
export class ChangedHistory extends Error {
  override readonly name = 'ChangedHistory'

  constructor() {
    super('The database was made by a development version of Anvil, and its tables have another shape by now.')
  }
}

interface Line {
  line: string
}

/** A short name for the shape of a database: its tables, columns, triggers, functions and policies. */
export async function schemaStamp(db: Knex): Promise<string> {
  const { rows }: { rows: Line[] } = await db.raw(`
    SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS line
      FROM information_schema.columns WHERE table_schema = current_schema() AND table_name NOT LIKE 'knex%'
    UNION ALL SELECT 'trigger ' || tgname || ' ' || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
    UNION ALL SELECT concat_ws(' ', 'policy', tablename, policyname, cmd) FROM pg_policies`)
  const lines = rows.map(({ line }) => line).toSorted((a, b) => (a < b ? -1 : 1))
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16)
}

/** Notes which shape the database has from now on. */
export async function writeStamp(trx: Knex.Transaction, stamp: string): Promise<void> {
  await trx.raw(`COMMENT ON TABLE ${HISTORY} IS 'shape ${stamp}'`)
}

/** Throws `ChangedHistory` where steps have run that led to none of these shapes. */
export async function refuseChanged(trx: Knex, stamps: readonly string[]): Promise<void> {
  if (!(await trx.schema.hasTable(HISTORY)) || !(await trx(HISTORY).first('name'))) return
  const { rows }: { rows: { note: string | null }[] } = await trx.raw(
    `SELECT obj_description('${HISTORY}'::regclass, 'pg_class') AS note`,
  )
  if (!stamps.some((stamp) => rows[0]?.note === `shape ${stamp}`)) throw new ChangedHistory()
}
