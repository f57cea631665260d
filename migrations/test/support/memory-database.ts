import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import knex, { type Knex } from 'knex'

/** A database of one test file, in memory. */
export interface MemoryDatabase {
  db: Knex
  close: () => Promise<void>
}

/** Opens an empty database in memory, behind one connection. */
export async function memoryDatabase(): Promise<MemoryDatabase> {
  const pglite = await PGlite.create('memory://')
  const connection = (): Knex.StaticConnectionConfig => createPgConfig(pglite)
  const db = knex({ client: 'pg', connection, pool: { min: 1, max: 1 }, log: { warn: () => undefined } })
  return {
    db,
    close: async () => {
      await db.destroy()
      await pglite.close()
    },
  }
}
