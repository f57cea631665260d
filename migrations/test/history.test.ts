import {
  ChangedHistory,
  MIGRATIONS,
  migrateDown,
  migrateUp,
  type MigrationStep,
  migrationStatus,
  SCHEMA_STAMPS,
  schemaStamp,
  UnknownMigrations,
} from '@anvil/migrations'
import type { Knex } from 'knex'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type MemoryDatabase, memoryDatabase } from './support/memory-database.js'
import { shapeOf } from './support/shape-of.js'
import { insertRows } from './support/some-rows.js'

let database: MemoryDatabase
let db: Knex
beforeAll(async () => {
  database = await memoryDatabase()
  db = database.db
})
beforeEach(() => db.raw('DROP SCHEMA public CASCADE; CREATE SCHEMA public'))
afterAll(() => database.close())

const NAMES = MIGRATIONS.map(({ name }) => name)
const table = (name: string): MigrationStep => ({
  name,
  up: async (trx) => void (await trx.raw('CREATE TABLE ?? (id int)', [name])),
  down: async (trx) => void (await trx.raw('DROP TABLE ??', [name])),
})
const STEPS = ['0001-one', '0002-two', '0003-three'].map(table)
const stampOf = async (): Promise<unknown> => {
  const { rows }: { rows: { note: unknown }[] } = await db.raw(
    `SELECT obj_description('knex_migrations'::regclass, 'pg_class') AS note`,
  )
  return rows[0]?.note
}

describe('how far a database is', () => {
  it('is nowhere where it is empty, and reading that makes nothing', async () => {
    expect(await migrationStatus(db)).toEqual({ done: [], pending: NAMES })
    expect(await db.schema.hasTable('knex_migrations')).toBe(false)
  })

  it('is told in the order of the history, at each place of it', async () => {
    for (const [at, { name }] of STEPS.entries()) {
      expect(await migrateUp(db, STEPS.slice(0, at + 1))).toEqual([name])
      expect(await migrationStatus(db, STEPS)).toEqual({
        done: STEPS.slice(0, at + 1).map((step) => step.name),
        pending: STEPS.slice(at + 1).map((step) => step.name),
      })
    }
    expect(await migrateUp(db, STEPS)).toEqual([])
  })

  it('is nowhere again when all was taken back, and the way up is open', async () => {
    await migrateUp(db, STEPS)
    expect(await migrateDown(db, STEPS)).toEqual(STEPS.map(({ name }) => name).toReversed())
    expect(await migrationStatus(db, STEPS)).toMatchObject({ done: [] })
    expect(await migrateUp(db, STEPS.slice(0, 1))).toEqual(['0001-one'])
  })

  it('is beyond this release where a newer one was here: neither read nor gone on with', async () => {
    await migrateUp(db, STEPS)
    const older = STEPS.slice(0, 1)
    for (const look of [migrationStatus(db, older), migrateUp(db, older)]) {
      await expect(look).rejects.toThrow(UnknownMigrations)
    }
    await expect(migrateUp(db, older)).rejects.toThrow('newer release of Anvil (0002-two, 0003-three)')
    expect(await migrationStatus(db, STEPS)).toMatchObject({ pending: [] })
  })
})

describe('the note of a shape', () => {
  it('is written with each run, the newest one', async () => {
    await migrateUp(db)
    expect(await stampOf()).toBe(`shape ${SCHEMA_STAMPS.at(-1)}`)
  })

  it('of each older release is gone on with, and replaced', async () => {
    for (const stamp of SCHEMA_STAMPS) {
      await migrateUp(db, STEPS.slice(0, 1))
      await db.raw(`COMMENT ON TABLE knex_migrations IS 'shape ${stamp}'`)
      expect(await migrateUp(db, STEPS)).toEqual(['0002-two', '0003-three'])
      expect(await stampOf()).toBe(`shape ${SCHEMA_STAMPS.at(-1)}`)
      await migrateDown(db, STEPS)
    }
  })

  it.each(['shape 0000000000000000', `a longer shape ${SCHEMA_STAMPS[0]}`, `${SCHEMA_STAMPS[0]}`, ''])(
    'is refused where it is %j, by who reads and by who would go on',
    async (note) => {
      await migrateUp(db, STEPS.slice(0, 1))
      await db.raw(`COMMENT ON TABLE knex_migrations IS '${note}'`)
      await expect(migrationStatus(db, STEPS)).rejects.toThrow(ChangedHistory)
      await expect(migrateUp(db, STEPS)).rejects.toThrow(ChangedHistory)
      expect(await db.schema.hasTable('0002-two')).toBe(false)
    },
  )

  it('changes with what a database is made of, and not with what it holds', async () => {
    await migrateUp(db)
    const stamp = await schemaStamp(db)
    await insertRows(db)
    expect(await schemaStamp(db)).toBe(stamp)
    const stamps = new Set([stamp])
    for (const change of [
      'ALTER TABLE projects ADD COLUMN colour text',
      'ALTER TABLE projects ALTER COLUMN description DROP NOT NULL',
      'ALTER TABLE projects ALTER COLUMN required_approvals TYPE bigint',
      'DROP TRIGGER immutable ON publications',
      'DROP POLICY own ON sessions',
      'CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
      'CREATE TABLE extra (id int)',
    ]) {
      await db.raw(change)
      stamps.add(await schemaStamp(db))
    }
    expect(stamps.size).toBe(8)
  })
})

describe('a run that fails', () => {
  const broken: MigrationStep = {
    ...table('0004-four'),
    up: async (trx) => void (await trx.raw('CREATE TABLE "0004-four" (id int); SELECT 1 / 0')),
  }

  it('leaves the steps of earlier runs, their note, and nothing of its own', async () => {
    await migrateUp(db, STEPS.slice(0, 2))
    const note = await stampOf()
    await expect(migrateUp(db, [...STEPS, broken])).rejects.toThrow('division by zero')
    expect(await migrationStatus(db, STEPS)).toEqual({ done: ['0001-one', '0002-two'], pending: ['0003-three'] })
    expect(await db.schema.hasTable('0003-three')).toBe(false)
    expect(await stampOf()).toBe(note)
    expect(await migrateUp(db, [...STEPS, table('0004-four')])).toEqual(['0003-three', '0004-four'])
  })

  it('on its way back leaves all there is', async () => {
    const stuck: MigrationStep = { ...table('0002-two'), down: () => Promise.reject(new Error('not back')) }
    const steps = [...STEPS.slice(0, 1), stuck, ...STEPS.slice(2)]
    await migrateUp(db, steps)
    await expect(migrateDown(db, steps)).rejects.toThrow('not back')
    expect(await migrationStatus(db, steps)).toMatchObject({ pending: [] })
    for (const { name } of steps) expect(await db.schema.hasTable(name)).toBe(true)
  })

  it('frees the lock, so that the next one does not wait', async () => {
    await expect(migrateUp(db, [broken])).rejects.toThrow()
    const locks = await db('pg_locks').where({ locktype: 'advisory' })
    expect(locks).toEqual([])
    expect(await db('pg_tables').where({ schemaname: 'public' }).pluck('tablename')).toEqual([])
  })
})

/** Works in a transaction of which nothing stays. */
async function inVain(work: (trx: Knex.Transaction) => Promise<void>): Promise<void> {
  const enough = new Error('enough')
  const done = db.transaction(async (trx) => {
    await work(trx)
    throw enough
  })
  await expect(done).rejects.toBe(enough)
}

type Rows = Record<string, readonly Record<string, unknown>[]>

/** Every row of these tables. */
async function rowsOf(trx: Knex.Transaction, tables: readonly string[]): Promise<Rows> {
  const rows: Rows = {}
  for (const table of tables) {
    const shown: { row: Record<string, unknown> }[] = await trx(`${table} AS t`).select(trx.raw('to_jsonb(t) AS row'))
    rows[table] = shown.map(({ row }) => row)
  }
  return rows
}

describe('each step of the history', () => {
  it('adds something, and its way back takes away exactly that', async () => {
    await inVain(async (trx) => {
      const shapes = [await shapeOf(trx)]
      for (const { name, up } of MIGRATIONS) {
        await up(trx)
        const shape = await shapeOf(trx)
        expect(shape, name).not.toEqual(shapes.at(-1))
        shapes.push(shape)
      }
      for (const { name, down } of MIGRATIONS.toReversed()) {
        shapes.pop()
        await down(trx)
        expect({ name, shape: await shapeOf(trx) }).toEqual({ name, shape: shapes.at(-1) })
      }
    })
  })

  it.each(MIGRATIONS.slice(9).map(({ name }, at) => [name, at + 9] as const))(
    '%s keeps every row that is there, on its way up and back',
    async (_, at) => {
      await inVain(async (trx) => {
        for (const { up } of MIGRATIONS.slice(0, at)) await up(trx)
        const tables = await insertRows(trx)
        expect(tables.length).toBeGreaterThan(12)
        const before = await rowsOf(trx, tables)
        expect(Object.values(before).every((rows) => rows.length === 1)).toBe(true)
        await MIGRATIONS[at]?.up(trx)
        expect(await rowsOf(trx, tables), 'new columns may stand beside').toMatchObject(before)
        await MIGRATIONS[at]?.down(trx)
        expect(await rowsOf(trx, tables)).toEqual(before)
      })
    },
  )

  it('goes down with rows in every table', async () => {
    await inVain(async (trx) => {
      for (const { up } of MIGRATIONS) await up(trx)
      await insertRows(trx)
      for (const { down } of MIGRATIONS.toReversed()) await down(trx)
      expect(await shapeOf(trx)).toEqual([])
    })
  })

  it('lets failed attempts be forgiven by parts, and rounds them on its way back', async () => {
    await inVain(async (trx) => {
      for (const { up } of MIGRATIONS) await up(trx)
      await insertRows(trx)
      await trx('sign_in_attempts').update({ failures: 2.75 })
      expect(await trx('sign_in_attempts').pluck('failures')).toEqual([2.75])
      await MIGRATIONS.find(({ name }) => name === '0013-forgive-attempts')?.down(trx)
      expect(await trx('sign_in_attempts').pluck('failures')).toEqual([3])
    })
  })
})
