import { execFile } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const DEBIAN = '/usr/lib/postgresql'

/** A PostgreSQL server that only this test uses. */
export interface Cluster {
  host: string
  port: number
  url: string
  start: () => Promise<void>
  /** Stops as `systemctl restart postgresql` would: every session is ended, and new ones are refused. */
  stop: () => Promise<void>
  remove: () => Promise<void>
}

/** Makes a cluster with few connections and starts it; PostgreSQL itself refuses to run as root. */
export async function ownCluster(maxConnections = 30): Promise<Cluster> {
  const bin = await findBinaries()
  const folder = await mkdtemp(path.join(tmpdir(), 'anvil-postgres-'))
  const data = path.join(folder, 'data')
  const host = '127.0.0.1'
  const port = await freePort()
  await chmod(folder, 0o711)
  await mkdir(data, { mode: 0o700 })
  await giveToPostgres(data)
  const settings = `-p ${port} -c listen_addresses=${host} -c unix_socket_directories='' -c fsync=off -c max_connections=${maxConnections} -c superuser_reserved_connections=1`
  const control = (...args: string[]): Promise<unknown> =>
    asPostgres(path.join(bin, 'pg_ctl'), ['-D', data, '-w', '-l', path.join(data, 'log'), ...args])
  await asPostgres(path.join(bin, 'initdb'), ['-D', data, '-U', 'anvil', '-A', 'trust', '--encoding=UTF8'])
  const start = async (): Promise<void> => {
    await control('-o', settings, 'start')
  }
  const stop = async (): Promise<void> => {
    await control('-m', 'fast', 'stop')
  }
  await start()
  return {
    host,
    port,
    url: `postgres://anvil@${host}:${port}/postgres`,
    start,
    stop,
    remove: async () => {
      await control('-m', 'immediate', 'stop')
      await rm(folder, { recursive: true })
    },
  }
}

async function findBinaries(): Promise<string> {
  const versions = await readdir(DEBIAN).catch(() => [])
  const newest = versions.map(Number).sort((a, b) => b - a)[0]
  if (newest !== undefined) return path.join(DEBIAN, String(newest), 'bin')
  const { stdout } = await execute('sh', ['-c', 'dirname "$(command -v initdb)"'])
  return stdout.trim()
}

const isRoot = (): boolean => process.getuid?.() === 0

async function giveToPostgres(folder: string): Promise<void> {
  if (!isRoot()) return
  const id = async (flag: string): Promise<number> => Number((await execute('id', [flag, 'postgres'])).stdout)
  await chown(folder, await id('-u'), await id('-g'))
}

/** The server goes on after pg_ctl has ended, and would keep its pipes open. */
async function asPostgres(program: string, args: readonly string[]): Promise<void> {
  const command = [program, ...args]
  const quoted = `${command.map((part) => `'${part.replaceAll("'", `'\\''`)}'`).join(' ')} >/dev/null 2>&1 </dev/null`
  if (isRoot()) await execute('runuser', ['-u', 'postgres', '--', 'sh', '-c', quoted], { cwd: tmpdir() })
  else await execute('sh', ['-c', quoted], { cwd: tmpdir() })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('No port')
  return address.port
}
