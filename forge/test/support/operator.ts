import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pino } from 'pino'
import { inject } from 'vitest'
import type { CliHost } from '../../src/cli/cli-host.js'
import { runCli } from '../../src/cli/run-cli.js'
import { createApp } from '../../src/app.js'
import { parseConfig } from '../../src/config.js'
import type { ContextOverrides } from '../../src/context.js'
import { openPostgres } from '../../src/db/open-database.js'
import { startForge } from '../../src/server.js'
import { withDatabase } from './global-setup.js'
import type { RunningForge } from './running-forge.js'

/** How a command ended, and what it wrote. */
export interface CliResult {
  code: number
  stdout: string
  stderr: string
  /** What stood on standard output, where that was JSON. */
  json: ReturnType<typeof JSON.parse>
}

/** What is typed at a command or piped into it. */
export interface CliStdin {
  text?: string
  terminal?: boolean
}

/** A server of its own: a data folder, or a database where the suite runs on PostgreSQL, with the operator at it. */
export interface OperatorServer {
  env: Record<string, string>
  folder: string
  /** Runs `anvil-forge` in this process. */
  cli: (args: string[], stdin?: CliStdin) => Promise<CliResult>
  /** The same, for other variables beside the server's. */
  cliWith: (env: Record<string, string>, args: string[], stdin?: CliStdin) => Promise<CliResult>
  /** Starts FORGE on it, at a free port unless told otherwise. */
  start: (overrides?: ContextOverrides & { port?: number }) => Promise<RunningForge>
  remove: () => Promise<void>
}

const MAIN = path.resolve(import.meta.dirname, '../../dist/cli/main.js')

/** Whether commands can run beside FORGE: on PostgreSQL, not on an embedded database. */
export const besideForge = (): boolean => inject('databaseTemplate').kind === 'postgres'

/** Makes a place for a FORGE: with a migrated database that holds nothing or, where it is `blank`, without any. */
export async function operatorServer({
  blank = false,
  env: change = {},
  embedded = inject('databaseTemplate').kind === 'embedded',
}: { blank?: boolean; env?: Record<string, string>; embedded?: boolean } = {}): Promise<OperatorServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'anvil-operator-'))
  const { extra, drop } = embedded ? await ownFolder(folder, blank) : await ownDatabase(blank)
  const secret = { ANVIL_SECRET_KEY: randomBytes(32).toString('base64url'), ANVIL_LOG_LEVEL: 'silent' }
  const env: Record<string, string> = { ...secret, ANVIL_DATA_DIR: path.join(folder, 'data'), ...extra, ...change }
  return {
    env,
    folder,
    cli: (args, stdin) => inProcess(env, args, stdin),
    cliWith: (own, args, stdin) => inProcess({ ...env, ...own }, args, stdin),
    start: async ({ port = 0, ...overrides } = {}) => {
      const forge = await startForge({ ...parseConfig(env), port }, { log: pino({ level: 'silent' }), ...overrides })
      return { ...forge, app: createApp(forge.ctx) }
    },
    remove: async () => {
      await drop()
      await rm(folder, { recursive: true })
    },
  }
}

/** Runs `anvil-forge` as a process of its own, with exactly these variables. */
export async function cliProcess(env: Record<string, string>, args: string[], stdin = ''): Promise<CliResult> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
  })
  child.stdin.end(stdin)
  const closed = once(child, 'close')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = await closed
  return { code, stdout, stderr, json: jsonOf(stdout) }
}

async function inProcess(
  env: Record<string, string>,
  args: string[],
  { text: typed = '', terminal = false }: CliStdin = {},
): Promise<CliResult> {
  const [stdout, stderr]: string[][] = [[], []]
  const input = Object.assign(new PassThrough(), { isTTY: terminal })
  if (terminal) input.write(typed)
  else input.end(typed)
  const host: CliHost = {
    env,
    input,
    result: (line) => void stdout?.push(line),
    message: (line) => void stderr?.push(line),
    color: false,
    asked: () => Promise.resolve(),
  }
  const code = await runCli(args, host)
  const said = stdout?.join('') ?? ''
  return { code, stdout: said, stderr: stderr?.join('') ?? '', json: jsonOf(said) }
}

function jsonOf(said: string): unknown {
  return said.startsWith('{') ? JSON.parse(said) : undefined
}

interface OwnDatabase {
  extra: Record<string, string>
  drop: () => Promise<void>
}

async function ownFolder(folder: string, blank: boolean): Promise<OwnDatabase> {
  const template = inject('databaseTemplate')
  if (!blank && template.kind === 'embedded') await unpack(template.dump, path.join(folder, 'data/database'))
  return { extra: {}, drop: () => Promise.resolve() }
}

async function ownDatabase(blank: boolean): Promise<OwnDatabase> {
  const template = inject('databaseTemplate')
  if (template.kind === 'embedded') throw new Error('There is no PostgreSQL in this run')
  const name = `anvil_test_${randomBytes(6).toString('hex')}`
  const admin = openPostgres(template.url, 1)
  await admin.db.raw(`CREATE DATABASE ${name}${blank ? '' : ` TEMPLATE ${template.template}`}`)
  return {
    extra: { DATABASE_URL: withDatabase(template.url, name) },
    drop: async () => {
      await admin.db.raw(`DROP DATABASE ${name} WITH (FORCE)`)
      await admin.close()
    },
  }
}

/** Puts the dump of an embedded database into a folder, which is quicker than making one. */
async function unpack(dump: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const [code] = await once(spawn('tar', ['-xf', dump, '-C', folder], { stdio: 'ignore' }), 'close')
  if (code !== 0) throw new Error(`tar ended with ${code}`)
}
