import { migrateUp } from '@anvil/migrations'
import type { Knex } from 'knex'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MemoryDatabase, memoryDatabase } from './support/memory-database.js'
import { AT, ID, insertRows } from './support/some-rows.js'

let database: MemoryDatabase
beforeAll(async () => {
  database = await memoryDatabase()
  await migrateUp(database.db)
  await insertRows(database.db)
})
afterAll(() => database.close())

const IMMUTABLE = ['versions', 'publications', 'publication_versions', 'audit_entries']

/** An expression of another value for a column of each type, whatever the column holds. */
const OTHER: Record<string, (column: string) => string> = {
  uuid: () => 'gen_random_uuid()',
  text: (column) => `coalesce(${column}, '') || 'x'`,
  bytea: (column) => `${column} || '\\x00'::bytea`,
  jsonb: () => `'{"other": 1}'::jsonb`,
  integer: (column) => `${column} + 1`,
  bigint: (column) => `${column} + 1`,
  boolean: (column) => `NOT ${column}`,
  ARRAY: (column) => `${column} || ${column} || ARRAY[gen_random_uuid()::text]::text[]`,
  'timestamp with time zone': (column) => `coalesce(${column}, now()) + interval '1 second'`,
}

interface Column {
  name: string
  type: string
  element: string
}

async function columnsOf(db: Knex, table: string): Promise<Column[]> {
  const columns: Column[] = await db('information_schema.columns')
    .where({ table_schema: 'public', table_name: table, is_identity: 'NO' })
    .select('column_name AS name', 'data_type AS type', 'udt_name AS element')
  return columns
}

/** Whether the database refuses to give a column of every row another value, and says why. */
async function refusalOf(db: Knex, table: string, { name, type, element }: Column): Promise<string> {
  const other = OTHER[type] ?? expect.fail(`Say what another value of the type ${type} is`)
  const value = element === '_uuid' ? `${name} || gen_random_uuid()` : other(name)
  return db.raw(`UPDATE ${table} SET ${name} = ${value}`).then(
    () => 'taken',
    (error: unknown) => String(error),
  )
}

describe('rows that never change', () => {
  it.each(IMMUTABLE)('keep each column of %s, and only a version may be archived', async (table) => {
    const { db } = database
    const before: unknown = await db(table)
    const columns = await columnsOf(db, table)
    const taken: string[] = []
    for (const column of columns) {
      const refusal = await refusalOf(db, table, column)
      if (refusal === 'taken') taken.push(column.name)
      else expect(refusal, column.name).toContain(`Rows of ${table} are immutable`)
    }
    expect(columns.length).toBeGreaterThan(4)
    expect(taken).toEqual(table === 'versions' ? ['archived_at'] : [])
    if (table === 'versions') await db(table).update({ archived_at: null })
    expect(await db(table)).toEqual(before)
  })

  it.each(IMMUTABLE)('of %s are refused with a code that a program can tell from others', async (table) => {
    const { db } = database
    for (const change of [db(table).delete(), db.raw(`TRUNCATE ${table} CASCADE`)]) {
      await expect(change).rejects.toMatchObject({ code: '23001' })
    }
  })

  it('can’t be put in place of others by an insert that meets them', async () => {
    const row: Record<string, unknown> | undefined = await database.db('publication_versions').first()
    const upsert = database
      .db('publication_versions')
      .insert({ ...row, sha256: 'b'.repeat(64) })
      .onConflict(['publication_id', 'version_id'])
      .merge()
    await expect(upsert).rejects.toThrow('immutable')
    await database
      .db('publication_versions')
      .insert({ ...row })
      .onConflict()
      .ignore()
    expect(await database.db('publication_versions').pluck('sha256')).toEqual(['a'.repeat(64)])
  })

  it('hold the tables whose rows they name', async () => {
    for (const table of ['publications', 'versions', 'environments', 'projects']) {
      await expect(database.db(table).delete(), table).rejects.toMatchObject({ code: /^(23001|23503)$/ })
    }
  })
})

/** Says that the prompt set is LOCKED, without a version that says what it says. */
async function lockPastGuards(db: Knex): Promise<void> {
  await db.raw('SET session_replication_role = replica')
  await db('prompt_sets').where({ id: ID }).update({ status: 'LOCKED' })
  await db.raw('SET session_replication_role = origin')
}

describe('a LOCKED prompt set', () => {
  const OTHER_ID = '00000000-0000-4000-8000-000000000001'

  beforeAll(async () => {
    const { db } = database
    const set = { project_id: ID, name: 'open', created_at: AT, updated_at: AT }
    await db('prompt_sets').insert({ ...set, id: OTHER_ID, slug: 'open', status: 'LIVE' })
    await lockPastGuards(db)
  })

  it('lets no prompt out into another set, and none in', async () => {
    const { db } = database
    await expect(db('prompts').update({ prompt_set_id: OTHER_ID })).rejects.toThrow('The prompt set is LOCKED')
    const [welcome] = await db('prompts')
    const mine = { id: OTHER_ID, prompt_set_id: OTHER_ID, prompt_id: 'other' }
    await db('prompts').insert({ ...welcome, ...mine, variables: '{}', metadata: '{}' })
    await expect(db('prompts').where({ id: OTHER_ID }).update({ prompt_set_id: ID })).rejects.toThrow('is LOCKED')
    expect(await db('prompts').orderBy('prompt_id').pluck('prompt_set_id')).toEqual([OTHER_ID, ID])
  })

  it('leaves the prompts of other sets alone', async () => {
    const { db } = database
    expect(await db('prompts').where({ id: OTHER_ID }).update({ template: 'Changed' })).toBe(1)
    expect(await db('prompts').where({ id: OTHER_ID }).delete()).toBe(1)
    expect(await db('prompts').pluck('template')).toEqual(['Hi'])
  })

  it('takes edits in REVIEW as well as LIVE, as far as the database goes', async () => {
    const { db } = database
    for (const status of ['REVIEW', 'LIVE']) {
      await db('prompt_sets').where({ id: ID }).update({ status })
      expect(await db('prompts').update({ template: status })).toBe(1)
    }
    await lockPastGuards(db)
    await expect(db('prompts').update({ template: 'late' })).rejects.toThrow('is LOCKED')
    expect(await db('prompts').pluck('template')).toEqual(['LIVE'])
  })
})

describe('the head of an environment', () => {
  it('notes the transaction that moved it, whatever the update says', async () => {
    const { db } = database
    const [before]: string[] = await db('environment_heads').pluck('moved_in')
    await db('environment_heads').update({ sequence: 1, moved_in: '1' })
    const [after]: string[] = await db('environment_heads').pluck('moved_in')
    expect(BigInt(after ?? 0)).toBeGreaterThan(BigInt(before ?? 0))
  })
})
