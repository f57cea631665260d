import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { inject } from 'vitest'
import { type OpenDatabase, openPostgres } from '../../src/db/open-database.js'
import { openEmbeddedInMemory } from '../../src/db/open-embedded.js'
import { withDatabase } from './global-setup.js'

/** A migrated database of its own, a copy of the run's template; `close` removes it. */
export async function testDatabase(): Promise<OpenDatabase> {
  const template = inject('databaseTemplate')
  if (template.kind === 'embedded') return openEmbeddedInMemory(new Blob([await readFile(template.dump)]))
  const name = `anvil_test_${randomBytes(6).toString('hex')}`
  const admin = openPostgres(template.url, 1)
  await admin.db.raw(`CREATE DATABASE ${name} TEMPLATE ${template.template}`)
  const { db, close } = openPostgres(withDatabase(template.url, name), Number(process.env['ANVIL_TEST_POOL'] ?? 5))
  return {
    db,
    close: async () => {
      await close()
      await admin.db.raw(`DROP DATABASE ${name} WITH (FORCE)`)
      await admin.close()
    },
  }
}
