import { existsSync } from 'node:fs'
import { AnvilError } from '@anvil/shared'
import { type ForgeConfig, parseConfig } from '../config.js'
import { type OpenDatabase, openDatabase } from '../db/open-database.js'
import { startProblem } from '../db/start-problem.js'
import type { CliHost } from './cli-host.js'

/** The configured database, and what it was opened by. */
export interface OpenedDatabase extends OpenDatabase {
  config: ForgeConfig
}

/** Opens the configured database for one command. Unless it may be made, `database.missing` says that there is none. */
export async function withDatabase<T>(
  host: CliHost,
  { make }: { make: boolean },
  work: (database: OpenedDatabase) => Promise<T>,
): Promise<T> {
  const config = parseConfig(host.env)
  if (!make) assertThere(config)
  const database = await openDatabase(config.database, config.dataDir).catch(sayWhoRuns(config))
  try {
    return await work({ ...database, config })
  } catch (error) {
    throw startProblem(error, config.database)
  } finally {
    await database.close()
  }
}

function assertThere({ database }: ForgeConfig): void {
  if (database.kind === 'postgres' || existsSync(database.folder)) return
  throw new AnvilError(
    'database.missing',
    `There is no FORGE in ${database.folder}. Set ANVIL_DATA_DIR or DATABASE_URL to where it is, or make one with "anvil-forge start".`,
  )
}

function sayWhoRuns({ dataDir }: ForgeConfig): (error: unknown) => never {
  return (cause) => {
    if (!(cause instanceof AnvilError) || cause.code !== 'data_folder.in_use') throw cause
    throw new AnvilError(
      'data_folder.in_use',
      `FORGE runs on the data folder ${dataDir}, and an embedded database serves one process. Stop FORGE, run this again, and start it after that; on PostgreSQL commands run beside it.`,
      { cause },
    )
  }
}
