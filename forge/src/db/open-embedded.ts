import { setImmediate } from 'node:timers/promises'
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import knex from 'knex'
import { blankDatabase } from './blank-database.js'
import { damagedFolder, prepareFolder } from './embedded-folder.js'
import { KNEX_LOG } from './knex-log.js'
import type { OpenDatabase } from './open-database.js'
import { TYPES } from './types.js'

/** Opens the embedded database in a folder, which is made at the first start. */
export async function openEmbeddedFolder(folder: string): Promise<OpenDatabase> {
  await prepareFolder(folder, async (draft) => {
    const pglite = await PGlite.create(draft, { loadDataDir: await blankDatabase() })
    await pglite.close()
  })
  const pglite = await PGlite.create(folder).catch((cause: unknown) => {
    throw damagedFolder(folder, cause)
  })
  return behindKnex(pglite)
}

/** Opens an embedded database in memory, blank or with what an earlier one dumped. */
export async function openEmbeddedInMemory(dump?: Blob): Promise<OpenDatabase> {
  return behindKnex(await PGlite.create('memory://', { loadDataDir: dump ?? (await blankDatabase()) }))
}

function behindKnex(pglite: PGlite): OpenDatabase {
  freeLoopAfterStatements(pglite)
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

const SYNC = 'S'.charCodeAt(0)
const SIMPLE_QUERY = 'Q'.charCodeAt(0)

/**
 * PGlite works on this thread and answers in microtasks, so that a transaction of many statements would keep sockets
 * and timers waiting to its end: they have their turn after each statement.
 */
function freeLoopAfterStatements(pglite: PGlite): void {
  const run = pglite.execProtocolStream.bind(pglite)
  pglite.execProtocolStream = async (message, options) => {
    const answer = await run(message, options)
    if (message[0] === SYNC || message[0] === SIMPLE_QUERY) await setImmediate()
    return answer
  }
}
