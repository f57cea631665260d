import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrateDown, migrateUp } from '@anvil/migrations'
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import knex from 'knex'
import type { TestProject } from 'vitest/node'
import { blankDatabase } from '../../src/db/blank-database.js'
import { openPostgres } from '../../src/db/open-database.js'

declare module 'vitest' {
  interface ProvidedContext {
    databaseTemplate: { kind: 'embedded'; dump: string } | { kind: 'postgres'; url: string; template: string }
  }
}

/** Makes one database up to date; every test file starts from a copy of it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env['ANVIL_TEST_DATABASE_URL']
  return url === undefined ? embeddedTemplate(project) : postgresTemplate(project, url)
}

async function embeddedTemplate(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'anvil-test-'))
  const pglite = new PGlite('memory://', { loadDataDir: await blankDatabase() })
  const db = knex({ client: 'pg', connection: () => createPgConfig(pglite), pool: { min: 1, max: 1 } })
  if (historyIsChanged()) await migrateDown(db)
  await migrateUp(db)
  await db.destroy()
  const dump = path.join(folder, 'template.tar')
  await writeFile(dump, Buffer.from(await (await pglite.dumpDataDir('none')).arrayBuffer()))
  await pglite.close()
  project.provide('databaseTemplate', { kind: 'embedded', dump })
  return () => rm(folder, { recursive: true })
}

/** Whether a guard that the build made into the blank database is taken out in this run. */
function historyIsChanged(): boolean {
  return process.env['ANVIL_MUTATED_FILE']?.startsWith('migrations/') ?? false
}

async function postgresTemplate(project: TestProject, url: string): Promise<() => Promise<void>> {
  const template = `anvil_template_${process.pid}`
  const admin = openPostgres(url, 1)
  await admin.db.raw(`CREATE DATABASE ${template}`)
  const { db, close } = openPostgres(withDatabase(url, template), 2)
  await migrateUp(db)
  await close()
  project.provide('databaseTemplate', { kind: 'postgres', url, template })
  return async () => {
    await admin.db.raw(`DROP DATABASE ${template} WITH (FORCE)`)
    await admin.close()
  }
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
