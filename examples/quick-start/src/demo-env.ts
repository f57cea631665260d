import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** What an application and a person need to work with the demo, as lines of `demo.env`. */
export const DEMO_ENV_NAMES = [
  'ANVIL_FORGE_URL',
  'ANVIL_PROJECT_ID',
  'ANVIL_ACCESS_TOKEN',
  'ANVIL_ROOT_KEY',
  'ANVIL_ADMIN_EMAIL',
  'ANVIL_ADMIN_PASSWORD',
] as const

export type DemoEnvName = (typeof DEMO_ENV_NAMES)[number]
export type DemoEnv = Record<DemoEnvName, string>

export function demoEnvFile(dataDir: string): string {
  return path.join(dataDir, 'demo.env')
}

/** Reads what `demo.env` holds so far; an interrupted first start may have written a part only. */
export async function readDemoEnv(dataDir: string): Promise<Partial<DemoEnv>> {
  const text = await readFile(demoEnvFile(dataDir), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const entries = DEMO_ENV_NAMES.flatMap((name) => {
    const line = lines.find((line) => line.startsWith(`${name}=`))
    return line === undefined ? [] : [[name, line.slice(name.length + 1)] as const]
  })
  return Object.fromEntries(entries)
}

/** Replaces `demo.env` in one step; only its owner can read it. */
export async function writeDemoEnv(dataDir: string, env: Partial<DemoEnv>): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const file = demoEnvFile(dataDir)
  const lines = DEMO_ENV_NAMES.flatMap((name) => (env[name] === undefined ? [] : [`${name}=${env[name]}\n`]))
  await writeFile(`${file}.new`, lines.join(''), { mode: 0o600 })
  await chmod(`${file}.new`, 0o600)
  await rename(`${file}.new`, file)
}

/** Whether every line is there, so that the first start was finished. */
export function isComplete(env: Partial<DemoEnv>): env is DemoEnv {
  return DEMO_ENV_NAMES.every((name) => env[name] !== undefined)
}
