import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import knex from 'knex'
import { damagedFolder, prepareFolder } from './embedded-folder.js'
import { KNEX_LOG } from './knex-log.js'
import type { OpenDatabase } from './open-database.js'
import { TYPES } from './types.js'

/** Opens the embedded database in a folder, which is made at the first start. */
export async function openEmbeddedFolder(folder: string): Promise<OpenDatabase> {
  await prepareFolder(folder, async (draft) => {
    const pglite = await PGlite.create(draft)
    await pglite.close()
  })
  const pglite = await PGlite.create(folder).catch((cause: unknown) => {
    throw damagedFolder(folder, cause)
  })
  return behindKnex(pglite)
}

/** Opens an embedded database in memory, empty or with what an earlier one dumped. */
export async function openEmbeddedInMemory(dump?: Blob): Promise<OpenDatabase> {
  return behindKnex(await PGlite.create({ dataDir: 'memory://', ...(dump && { loadDataDir: dump }) }))
}

function behindKnex(pglite: PGlite): OpenDatabase {
  const db = knex({
    client: 'pg',
    connection: () => Object.assign(createPgConfig(pglite), { types: TYPES }),
    pool: { min: 1, max: 1 },
    log: KNEX_LOG,
  })
  return {
    db,
    close: async () => {
      await db.destroy()
      await pglite.close()
    },
  }
}
