import { MIGRATIONS, migrateDown, type MigrationStep, migrateUp } from '@anvil/migrations'
import type { Knex } from 'knex'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BlankDatabase, blankDatabase } from '../support/blank-database.js'

let database: BlankDatabase
beforeEach(async () => {
  database = await blankDatabase()
})
afterEach(() => database.close())

const NAMES = MIGRATIONS.map(({ name }) => name)

/** Every table, column, constraint, index, trigger and function, as one sorted list. */
async function shapeOf(db: Knex): Promise<string[]> {
  const { rows }: { rows: { line: string }[] } = await db.raw(`
    SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS line
      FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'knex%'
    UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'knex%'
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'knex%'
    UNION ALL SELECT 'trigger ' || tgname || ' ' || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace`)
  return rows.map(({ line }) => line).toSorted((a, b) => (a < b ? -1 : 1))
}

describe('the history of the database', () => {
  it('goes up, down to nothing, and up again to the same', async () => {
    const { db } = database
    expect(await migrateUp(db)).toEqual(NAMES)
    const shape = await shapeOf(db)
    expect(shape.length).toBeGreaterThan(100)
    expect((await migrateDown(db)).toSorted()).toEqual(NAMES)
    expect(await shapeOf(db)).toEqual([])
    expect(await migrateUp(db)).toEqual(NAMES)
    expect(await shapeOf(db)).toEqual(shape)
  })

  it('is run once by two nodes that start at the same time', async () => {
    const ran = await Promise.all([migrateUp(database.db), migrateUp(database.other)])
    expect(ran.map((names) => names.length).toSorted((a, b) => a - b)).toEqual([0, NAMES.length])
    expect(await migrateUp(database.other)).toEqual([])
  })

  it('leaves nothing of a run that failed half-way, and the next one goes through', async () => {
    const { db } = database
    const broken: MigrationStep = {
      name: '9999-break',
      up: async (trx) => void (await trx.raw('CREATE TABLE half (id int); SELECT no_such_function()')),
      down: () => Promise.resolve(),
    }
    await expect(migrateUp(db, [...MIGRATIONS, broken])).rejects.toThrow(/no_such_function/)
    expect(await shapeOf(db)).toEqual([])
    expect(await migrateUp(db)).toEqual(NAMES)
  })

  it('has names in order, each once', () => {
    expect(NAMES).toEqual([...new Set(NAMES)].toSorted())
    for (const [at, name] of NAMES.entries()) expect(name).toMatch(new RegExp(`^${String(at + 1).padStart(4, '0')}-`))
  })
})

describe('the database itself refuses', () => {
  const ID = '6f1d7f5c-4b0e-4a4e-9b7e-1c2d3e4f5a6b'
  const AT = new Date('2026-01-01T00:00:00Z')

  async function lockedSet(db: Knex): Promise<void> {
    await migrateUp(db)
    await db('organisations').insert({ id: ID, name: 'o', slug: 'o', created_at: AT })
    const times = { created_at: AT, updated_at: AT }
    await db('projects').insert({ id: ID, organisation_id: ID, name: 'p', slug: 'p', ...times })
    await db('prompt_sets').insert({ id: ID, project_id: ID, name: 's', slug: 's', status: 'LIVE', ...times })
    await db('prompts').insert(prompt('welcome'))
    await db('prompt_sets').update({ status: 'LOCKED' })
  }
  const prompt = (prompt_id: string) => ({
    id: crypto.randomUUID(),
    project_id: ID,
    prompt_set_id: ID,
    prompt_id,
    kind: 'text',
    template: 'Hi',
    variables: '{}',
    metadata: '{}',
    created_at: AT,
    updated_at: AT,
  })

  it('any edit of a LOCKED prompt set, and a second prompt of the same id', async () => {
    const { db } = database
    await lockedSet(db)
    await expect(db('prompts').update({ template: 'Changed' })).rejects.toThrow(/LOCKED/)
    await expect(db('prompts').insert(prompt('more'))).rejects.toThrow(/LOCKED/)
    await expect(db('prompts').delete()).rejects.toThrow(/LOCKED/)
    await db('prompt_sets').update({ status: 'LIVE' })
    await expect(db('prompts').insert(prompt('welcome'))).rejects.toThrow(/unique/)
    await db('prompts').update({ template: 'Changed' })
    expect(await db('prompts').pluck('template')).toEqual(['Changed'])
  })

  it('changes to the audit trail', async () => {
    const { db } = database
    await migrateUp(db)
    const entry = { actor_kind: 'system', actor_id: 'test', action: 'a', target: 't', details: '{}', created_at: AT }
    await db('audit_entries').insert(entry)
    await expect(db('audit_entries').update({ action: 'b' })).rejects.toThrow(/immutable/)
    await expect(db('audit_entries').delete()).rejects.toThrow(/immutable/)
    expect(await db('audit_entries').pluck('action')).toEqual(['a'])
  })
})
