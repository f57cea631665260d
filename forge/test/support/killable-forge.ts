import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Knex } from 'knex'
import { inject } from 'vitest'
import { parseConfig } from '../../src/config.js'
import { openDatabase, openPostgres } from '../../src/db/open-database.js'
import { listen } from '../../src/http/listen.js'
import { withDatabase } from './global-setup.js'

/** Where a FORGE is killed: its publish decided but not stored, stored but not announced, or told to one shard only. */
export type Stage = 'before commit' | 'after commit' | 'half-way'

/** A place that a FORGE process can be started on, killed, and started on again under the same address. */
export interface KillableForge {
  env: Record<string, string>
  start: () => Promise<KillableProcess>
  /** Reads its database while no process has it open. */
  read: <T>(query: (db: Knex) => Promise<T>) => Promise<T>
  remove: () => Promise<void>
}

export interface KillableProcess {
  url: string
  /** Tells the process where to stop; resolves once it knows. */
  stopAt: (stage: Stage) => Promise<void>
  /** Resolves once it has stopped there. */
  reached: () => Promise<void>
  kill: () => Promise<void>
}

const MAIN = path.join(import.meta.dirname, 'killable-main.ts')

/** A folder, or a database where the suite runs on PostgreSQL, of its own. */
export async function killableForge(given: Record<string, string> = {}): Promise<KillableForge> {
  const folder = await mkdtemp(path.join(tmpdir(), 'anvil-kill-'))
  const secret = { ANVIL_SECRET_KEY: randomBytes(32).toString('base64url'), ANVIL_LOG_LEVEL: 'silent' }
  const { extra, drop } = await ownDatabase()
  const env = { ...secret, ANVIL_DATA_DIR: folder, PORT: String(await freePort()), ...extra, ...given }
  return {
    env,
    start: () => startProcess(env),
    read: async (query) => {
      const config = parseConfig(env)
      const { db, close } = await openDatabase(config.database, config.dataDir)
      try {
        return await query(db)
      } finally {
        await close()
      }
    },
    remove: async () => {
      await drop()
      await rm(folder, { recursive: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server, { host: '127.0.0.1', port: 0 })
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function ownDatabase(): Promise<{ extra: Record<string, string>; drop: () => Promise<void> }> {
  const template = inject('databaseTemplate')
  if (template.kind === 'embedded') return { extra: {}, drop: () => Promise.resolve() }
  const name = `anvil_test_${randomBytes(6).toString('hex')}`
  const admin = openPostgres(template.url, 1)
  await admin.db.raw(`CREATE DATABASE ${name} TEMPLATE ${template.template}`)
  return {
    extra: { DATABASE_URL: withDatabase(template.url, name) },
    drop: async () => {
      await admin.db.raw(`DROP DATABASE ${name} WITH (FORCE)`)
      await admin.close()
    },
  }
}

async function startProcess(env: Record<string, string>): Promise<KillableProcess> {
  const execArgv = ['--conditions=anvil-source', '--import', 'tsx']
  const child = fork(MAIN, { execArgv, env: { PATH: process.env['PATH'] ?? '', ...env } })
  const { url } = await message(child)
  return {
    url,
    stopAt: async (stage) => {
      const ready = message(child)
      child.send({ stage })
      await ready
    },
    reached: async () => void (await message(child)),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
  }
}

async function message(child: ChildProcess): Promise<{ url: string }> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`FORGE ended with ${code} before it said anything`)
  })
  const [said] = await Promise.race([once(child, 'message'), ended])
  return said
}
