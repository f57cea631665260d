import { type ChildProcess, execFile, spawn } from 'node:child_process'
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

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

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

/** Runs `anvil`, as built, as a process of its own, without a terminal. */
export function runCli(
  args: string[],
  env: NodeJS.ProcessEnv,
  { cwd, stdin = '' }: { cwd?: string; stdin?: string } = {},
): Promise<CliResult> {
  const node = [MAIN, ...args]
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env['PATH'], ...env }, cwd }
    const child = execFile(process.execPath, node, options, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error ? 1 : 0
      resolve({ code, stdout, stderr, json: stdout.startsWith('{') ? JSON.parse(stdout) : {} })
    })
    child.stdin?.end(stdin)
  })
}

/** A command that goes on until it is told to end, and what it wrote until now. */
export interface CliChild {
  process: ChildProcess
  stdout: () => string
  stderr: () => string
}

/** Starts `anvil` as a process of its own, without waiting for its end. */
export function startCli(args: string[], env: NodeJS.ProcessEnv): CliChild {
  const node = [MAIN, ...args]
  const child = spawn(process.execPath, node, { env: { PATH: process.env['PATH'], ...env } })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  return { process: child, stdout: () => stdout, stderr: () => stderr }
}
