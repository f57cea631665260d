import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { parseConfig } from '../../src/config.js'
import { startForge } from '../../src/server.js'
import type { TestDatabase } from './database.js'
import { forgeProcess } from './forge-process.js'

/** A FORGE beside another one on the same database. */
export interface SecondForge {
  url: string
  close: () => Promise<void>
}

/** Starts it as a process of its own on PostgreSQL; in this one where the database is embedded, which no other can open. */
export async function secondForge(database: TestDatabase, secretKey: string): Promise<SecondForge> {
  if (database.url === undefined) return inThisProcess(database, secretKey)
  const folder = await mkdtemp(path.join(tmpdir(), 'anvil-second-'))
  const env = { DATABASE_URL: database.url, ANVIL_SECRET_KEY: secretKey, ANVIL_DATA_DIR: folder }
  const forge = forgeProcess(env)
  return {
    url: (await forge.said(/^FORGE is at/)).replace('FORGE is at ', ''),
    close: async () => {
      forge.signal('SIGTERM')
      await forge.ended
      await rm(folder, { recursive: true })
    },
  }
}

async function inThisProcess({ db }: TestDatabase, secretKey: string): Promise<SecondForge> {
  const config = parseConfig({ ANVIL_SECRET_KEY: secretKey })
  const shared = { db, close: () => Promise.resolve() }
  return startForge({ ...config, port: 0 }, { log: pino({ level: 'silent' }), database: shared })
}
