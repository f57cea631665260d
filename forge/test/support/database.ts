import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { inject } from 'vitest'
import { type OpenDatabase, openPostgres } from '../../src/db/open-database.js'
import { openEmbeddedInMemory } from '../../src/db/open-embedded.js'
import { withDatabase } from './global-setup.js'

/** A database that a test has to itself. */
export interface TestDatabase extends OpenDatabase {
  /** Where other processes find it; undefined where it is inside this one. */
  url: string | undefined
}

/** A migrated database of its own, a copy of the run's template; `close` removes it. */
export async function testDatabase(): Promise<TestDatabase> {
  const template = inject('databaseTemplate')
  if (template.kind === 'embedded') {
    return { ...(await openEmbeddedInMemory(new Blob([await readFile(template.dump)]))), url: undefined }
  }
  const name = `anvil_test_${randomBytes(6).toString('hex')}`
  const admin = openPostgres(template.url, 1)
  await admin.db.raw(`CREATE DATABASE ${name} TEMPLATE ${template.template}`)
  const url = withDatabase(template.url, name)
  const { db, close } = openPostgres(url, 5)
  return {
    db,
    url,
    close: async () => {
      await close()
      await admin.db.raw(`DROP DATABASE ${name} WITH (FORCE)`)
      await admin.close()
    },
  }
}
