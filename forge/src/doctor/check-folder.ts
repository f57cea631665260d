import { stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import type { ForgeConfig } from '../config.js'
import { type Check, failed, ok, warning } from './check.js'

const MB = 1024 * 1024
const LITTLE_MB = 1_024
const TOO_LITTLE_MB = 100
const FOR_OTHERS = 0o077

/** The data folder: whether others can read it, and how much space is left. */
export async function checkFolder({ dataDir, database }: ForgeConfig): Promise<Check[]> {
  const mode = await modeOf(dataDir)
  if (mode === undefined) {
    if (database.kind === 'postgres') return [ok('data folder', 'there is none, and PostgreSQL needs none')]
    return [ok('data folder', `${dataDir} is made at the first start`)]
  }
  return [
    checkMode('data folder', dataDir, { mode, right: '700' }),
    ...(await checkSecretFile(dataDir)),
    await checkSpace(dataDir),
  ]
}

async function checkSecretFile(dataDir: string): Promise<Check[]> {
  const file = path.join(dataDir, 'secret.key')
  const mode = await modeOf(file)
  return mode === undefined ? [] : [checkMode('secret key file', file, { mode, right: '600' })]
}

function checkMode(name: string, file: string, { mode, right }: { mode: number; right: string }): Check {
  if ((mode & FOR_OTHERS) === 0) return ok(name, `${file} is its owner's alone`)
  return failed(
    name,
    `others on this machine can use ${file} (mode ${(mode & 0o777).toString(8)})`,
    `chmod ${right} ${file}`,
  )
}

async function checkSpace(dataDir: string): Promise<Check> {
  const { bavail, bsize } = await statfs(dataDir)
  const free = Math.floor((bavail * bsize) / MB)
  const detail = `${free} MB are free at ${dataDir}`
  if (free < TOO_LITTLE_MB) return failed('disk space', detail, 'Make room: without it nothing can be stored.')
  return free < LITTLE_MB ? warning('disk space', detail, 'Make room before it is needed.') : ok('disk space', detail)
}

async function modeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ mode }) => mode,
    () => undefined,
  )
}
