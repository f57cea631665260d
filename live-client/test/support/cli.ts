import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { PROJECT_ID } from '@anvil/shared/testing'
import { ACCESS_TOKEN } from './forge-server.js'
import type { Harness } from './harness.js'

export interface CliResult {
  code: number
  stdout: string
  stderr: string
  json: Record<string, unknown>
}

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

/** The variables under which the command and a client of the harness share FORGE and folder. */
export function cliEnv({ forge, dir }: Pick<Harness, 'forge' | 'dir'>): NodeJS.ProcessEnv {
  return {
    ANVIL_FORGE_URL: forge.url,
    ANVIL_PROJECT_ID: PROJECT_ID,
    ANVIL_ACCESS_TOKEN: ACCESS_TOKEN,
    ANVIL_ROOT_KEY: forge.forge.rootKey,
    ANVIL_CACHE_DIR: dir,
    NO_COLOR: '1',
  }
}

/** Runs `anvil` as a process of its own. */
export function runCli(args: string[], env: NodeJS.ProcessEnv): Promise<CliResult> {
  const node = ['--conditions=anvil-source', '--import', 'tsx', MAIN, ...args]
  return new Promise((resolve) => {
    execFile(process.execPath, node, { env: { PATH: process.env['PATH'], ...env } }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error ? 1 : 0
      resolve({ code, stdout, stderr, json: stdout.startsWith('{') ? JSON.parse(stdout) : {} })
    })
  })
}
