import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { MIGRATIONS, migrateDown, type MigrationStep, migrateUp, SCHEMA_STAMPS, schemaStamp } from '@anvil/migrations'
import type { Knex } from 'knex'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BlankDatabase, blankDatabase } from '../support/blank-database.js'

let database: BlankDatabase
beforeEach(async () => {
  database = await blankDatabase()
})
afterEach(() => database.close())

const NAMES = MIGRATIONS.map(({ name }) => name)

/** Every table, column, constraint, index, trigger, function and policy, as one sorted list. */
async function shapeOf(db: Knex): Promise<string[]> {
  const { rows }: { rows: { line: string }[] } = await db.raw(`
    SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS line
      FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'knex%'
    UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'knex%'
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'knex%'
    UNION ALL SELECT 'trigger ' || tgname || ' ' || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', 'policy', tablename, policyname, cmd, qual, with_check) FROM pg_policies
    UNION ALL SELECT 'grant ' || table_name || ' ' || privilege_type FROM information_schema.role_table_grants
      WHERE grantee = 'anvil_app'`)
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

  it('leads to the shape that is noted: whoever adds a migration adds its shape, and none that has landed is changed', async () => {
    const { db } = database
    await migrateUp(db)
    expect(await schemaStamp(db)).toBe(SCHEMA_STAMPS.at(-1))
    expect(new Set(SCHEMA_STAMPS).size).toBe(SCHEMA_STAMPS.length)
  })

  it('is not gone on with where it was changed since, and nothing is touched', async () => {
    const { db } = database
    await migrateUp(db)
    await db.raw(`COMMENT ON TABLE knex_migrations IS 'shape of long ago'`)
    const shape = await shapeOf(db)
    await expect(migrateUp(db)).rejects.toThrow('made by a development version of Anvil')
    await db.raw('COMMENT ON TABLE knex_migrations IS NULL')
    await expect(migrateUp(db)).rejects.toThrow('another shape by now')
    expect(await shapeOf(db)).toEqual(shape)
    await migrateDown(db)
    expect(await migrateUp(db)).toEqual(NAMES)
  })

  it('has names in order, each once', () => {
    expect(NAMES).toEqual([...new Set(NAMES)].toSorted())
    for (const [at, name] of NAMES.entries()) expect(name).toMatch(new RegExp(`^${String(at + 1).padStart(4, '0')}-`))
  })
})

describe('the role of requests', () => {
  it('is made for databases of one server that come up at the same time', async () => {
    const another = await blankDatabase()
    try {
      await Promise.all([migrateUp(database.db), migrateUp(another.db)])
      for (const { db } of [database, another]) {
        expect(await db('pg_roles').where({ rolname: 'anvil_app' }).pluck('rolcanlogin')).toEqual([false])
      }
    } finally {
      await another.close()
    }
  })

  it('is the matter of an administrator where the connecting user may not make or take it, in one sentence', async () => {
    const { db } = database
    await migrateUp(db)
    const asSomebody = db.transaction(async (trx) => {
      await trx.raw('CREATE ROLE anvil_test_nobody; SET LOCAL ROLE anvil_test_nobody')
      await MIGRATIONS.find(({ name }) => name.endsWith('-create-row-security'))?.up(trx)
    })
    await expect(asSomebody).rejects.toThrow(
      `let an administrator of the server run "GRANT anvil_app TO anvil_test_nobody"`,
    )
  })

  it('lets an owner who is no superuser do all of it, and stays when the tables go', async () => {
    const { db } = database
    const owned = db.transaction(async (trx) => {
      await trx.raw(`CREATE ROLE anvil_test_owner CREATEROLE;
        GRANT ALL ON SCHEMA public TO anvil_test_owner;
        DO $$ BEGIN
          IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'anvil_app') THEN GRANT anvil_app TO anvil_test_owner; END IF;
        END $$;
        SET LOCAL ROLE anvil_test_owner`)
      for (const { up } of MIGRATIONS) await up(trx)
      await trx('organisations').insert({ id: crypto.randomUUID(), name: 'o', slug: 'o', created_at: new Date() })
      expect(await trx('organisations').pluck('slug')).toEqual(['o'])
      await trx.raw('SET LOCAL ROLE anvil_app')
      expect(await trx('organisations')).toEqual([])
      await trx.raw('SET LOCAL ROLE anvil_test_owner')
      await trx('organisations').delete()
      for (const { down } of MIGRATIONS.toReversed()) await down(trx)
      expect(await trx('pg_roles').where({ rolname: 'anvil_app' }).pluck('rolname')).toEqual(['anvil_app'])
      throw new Error('enough')
    })
    await expect(owned).rejects.toThrow('enough')
  })
})

describe('the database itself refuses', () => {
  const ID = '6f1d7f5c-4b0e-4a4e-9b7e-1c2d3e4f5a6b'
  const AT = new Date('2026-01-01T00:00:00Z')

  async function lockedSet(db: Knex): Promise<void> {
    await migrateUp(db)
    await db('organisations').insert({ id: ID, name: 'o', slug: 'o', created_at: AT })
    const times = { created_at: AT, updated_at: AT }
    await db('projects').insert({ id: ID, organisation_id: ID, name: 'p', slug: 'p', required_approvals: 0, ...times })
    await db('prompt_sets').insert({ id: ID, project_id: ID, name: 's', slug: 's', status: 'LIVE', ...times })
    await db('prompts').insert(prompt('welcome'))
    await db('prompt_sets').update({ status: 'REVIEW' })
    await db('versions').insert(version())
    await db('prompt_sets').update({ status: 'LOCKED', locked_version_id: ID })
  }
  const sha256 = (said: string | Buffer): string => createHash('sha256').update(said).digest('hex')
  /** The locked version of what the draft says, which the guards of locks ask for. */
  const version = () => {
    const welcome = { kind: 'text', template: 'Hi', delimiters: null, variables: {}, metadata: {} }
    const content = { includes: {}, snapshot: { welcome } }
    const bytes = Buffer.from(JSON.stringify({ prompt_set_id: ID, ...content }))
    return {
      id: ID,
      project_id: ID,
      prompt_set_id: ID,
      version: '1.0.0',
      kind: 'locked',
      content_digest: sha256(JSON.stringify(content)),
      sha256: sha256(bytes),
      bytes,
      gzip: gzipSync(bytes),
      prompt_ids: ['welcome'],
      prompt_count: 1,
      required_approvals: 0,
      approvals: '[]',
      created_at: AT,
    }
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

  it('to be LOCKED by a mere word, at no version, or at one that says something else', async () => {
    const { db } = database
    await lockedSet(db)
    await db('prompt_sets').update({ status: 'LIVE' })
    await db('prompts').update({ template: 'Nobody looked at this' })
    await expect(db('prompt_sets').update({ status: 'LOCKED' })).rejects.toThrow(/says something else/)
    await expect(db('prompt_sets').update({ status: 'LOCKED', locked_version_id: null })).rejects.toThrow(/of its own/)
    await db('prompts').update({ template: 'Hi' })
    await db('prompt_sets').update({ status: 'LOCKED' })
    expect(await db('prompt_sets').pluck('locked_version_id')).toEqual([ID])
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

  it.each(['versions', 'publications', 'publication_versions', 'audit_entries'])(
    'to empty %s, by name or with what it belongs to',
    async (table) => {
      const { db } = database
      await lockedSet(db)
      await expect(db.raw(`TRUNCATE ${table} CASCADE`)).rejects.toThrow(/immutable/)
      await expect(db.raw('TRUNCATE organisations CASCADE')).rejects.toThrow(/immutable/)
      expect(await db('prompts').pluck('prompt_id')).toEqual(['welcome'])
    },
  )

  it('to rename the slug of an environment, and nothing else of it', async () => {
    const { db } = database
    await lockedSet(db)
    const environment = { id: ID, project_id: ID, slug: 'production', name: 'Production', created_at: AT }
    await db('environments').insert({ ...environment, allowed_kinds: ['locked'] })
    await expect(db('environments').update({ slug: 'prod' })).rejects.toThrow(/slug of an environment never changes/)
    await db('environments').update({ slug: 'production', name: 'Live' })
    expect(await db('environments').select('slug', 'name')).toEqual([{ slug: 'production', name: 'Live' }])
  })
})
