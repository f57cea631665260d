import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { migrateDown } from '@anvil/migrations'
import { type OpenDatabase, openPostgres } from '../../src/db/open-database.js'
import { openEmbeddedInMemory } from '../../src/db/open-embedded.js'
import { withDatabase } from './global-setup.js'

/** A database whose tables were taken out, and another node's connection to it; on PGlite that is the same one. */
export interface BlankDatabase extends OpenDatabase {
  other: OpenDatabase['db']
}

export async function blankDatabase(): Promise<BlankDatabase> {
  const template = inject('databaseTemplate')
  if (template.kind === 'embedded') {
    const embedded = await openEmbeddedInMemory()
    await migrateDown(embedded.db)
    return { ...embedded, other: embedded.db }
  }
  const name = `anvil_test_${randomBytes(6).toString('hex')}`
  const admin = openPostgres(template.url, 1)
  await admin.db.raw(`CREATE DATABASE ${name}`)
  const url = withDatabase(template.url, name)
  const [one, two] = [openPostgres(url, 2), openPostgres(url, 2)]
  return {
    db: one.db,
    other: two.db,
    close: async () => {
      await one.close()
      await two.close()
      await admin.db.raw(`DROP DATABASE ${name} WITH (FORCE)`)
      await admin.close()
    },
  }
}
