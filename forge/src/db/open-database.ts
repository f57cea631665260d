import knex, { type Knex } from 'knex'
import type { DatabaseConfig } from '../config.js'
import { lockDataFolder } from './data-folder-lock.js'
import { KNEX_LOG } from './knex-log.js'
import { SilenceLimit } from './silence-limit.js'
import { TYPES } from './types.js'

/** An open database and how to close it. */
export interface OpenDatabase {
  db: Knex
  /** Gives up connections that are silent for so many milliseconds; where the database is on a network. */
  limitSilence?: (ms: number) => void
  close: () => Promise<void>
}

/** Opens PostgreSQL, or the embedded database under an exclusive lock of its folder. */
export async function openDatabase(config: DatabaseConfig, dataDir: string): Promise<OpenDatabase> {
  if (config.kind === 'postgres') return openPostgres(config.url.reveal(), config.poolSize)
  const unlock = await lockDataFolder(dataDir)
  try {
    const { openEmbeddedFolder } = await import('./open-embedded.js')
    const embedded = await openEmbeddedFolder(config.folder)
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
  const silence = new SilenceLimit()
  const db = knex({
    client: 'pg',
    connection: { connectionString: url, types: TYPES, stream: silence.open },
    pool: { min: 0, max: poolSize },
    log: KNEX_LOG,
  })
  return { db, limitSilence: (ms) => silence.set(ms), close: () => db.destroy() }
}
