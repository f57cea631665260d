import { mkdir } from 'node:fs/promises'
import { AnvilError } from '@anvil/shared'
import knex, { type Knex } from 'knex'
import { TypeOverrides } from 'pg'
import type { DatabaseConfig } from '../config.js'
import { lockDataFolder } from './data-folder-lock.js'

const BIGINT = 20
const overrides = new TypeOverrides()
overrides.setTypeParser(BIGINT, Number)
const types = {
  getTypeParser: (oid: number, format?: string) =>
    overrides.getTypeParser<unknown>(oid, format === 'binary' ? 'binary' : 'text'),
}

/** An open database and how to close it. */
export interface OpenDatabase {
  db: Knex
  close: () => Promise<void>
}

/** Opens PostgreSQL, or the embedded database under an exclusive lock of its folder. */
export async function openDatabase(config: DatabaseConfig, dataDir: string): Promise<OpenDatabase> {
  if (config.kind === 'postgres') return openPostgres(config.url, config.poolSize)
  const unlock = await lockDataFolder(dataDir)
  try {
    const embedded = await openEmbedded(config.folder)
    const close = async (): Promise<void> => {
      await embedded.close()
      await unlock()
    }
    return { db: embedded.db, close }
  } catch (error) {
    await unlock()
    throw error
  }
}

/** Connects to PostgreSQL with at most `poolSize` connections. */
export function openPostgres(url: string, poolSize: number): OpenDatabase {
  const db = knex({ client: 'pg', connection: { connectionString: url, types }, pool: { min: 0, max: poolSize } })
  return { db, close: () => db.destroy() }
}

/** Opens PGlite on a folder (or on what `loadDataDir` holds, in memory) behind the same driver as PostgreSQL. */
export async function openEmbedded(folder: string | undefined, loadDataDir?: Blob): Promise<OpenDatabase> {
  const [{ PGlite }, { createPgConfig }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('@electric-sql/pglite/node-postgres'),
  ])
  if (folder !== undefined) await mkdir(folder, { recursive: true, mode: 0o700 })
  const pglite = new PGlite(folder ?? 'memory://', loadDataDir === undefined ? {} : { loadDataDir })
  try {
    await pglite.waitReady
  } catch (cause) {
    throw new AnvilError(
      'data_folder.damaged',
      `The database in ${folder ?? 'memory'} can't be opened. Restore it from a backup, or set ANVIL_DATA_DIR to another folder.`,
      { cause },
    )
  }
  const db = knex({
    client: 'pg',
    connection: () => Object.assign(createPgConfig(pglite), { types }),
    pool: { min: 1, max: 1 },
  })
  return {
    db,
    close: async () => {
      await db.destroy()
      await pglite.close()
    },
  }
}
