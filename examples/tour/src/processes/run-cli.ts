import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { childEnvironment } from './child-environment.js'
import { cliProgram, operatorProgram } from './programs.js'

/** How a command of `anvil` ended. */
export interface CliResult {
  code: number | null
  output: string
}

/** Runs a command of the `anvil` CLI to its end. */
export function runCli(
  args: string[],
  inherited: Readonly<Record<string, string | undefined>>,
  own: Record<string, string>,
): Promise<CliResult> {
  return run([cliProgram(), ...args], inherited, own)
}

/** Runs a command of `anvil-forge` on a data folder that no FORGE runs on; fails where the command does. */
export async function runOperator(
  args: string[],
  inherited: Readonly<Record<string, string | undefined>>,
  dataDir: string,
): Promise<string> {
  const { code, output } = await run([operatorProgram(), ...args], inherited, { ANVIL_DATA_DIR: dataDir })
  if (code !== 0) throw new Error(`anvil-forge ${args.join(' ')} ended with ${code}: ${output}`)
  return output
}

async function run(
  args: string[],
  inherited: Readonly<Record<string, string | undefined>>,
  own: Record<string, string>,
): Promise<CliResult> {
  const child = spawn(process.execPath, [...process.execArgv, ...args], {
    env: childEnvironment(inherited, own),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  await ended
  return { code: child.exitCode, output: `${out}${err}` }
}
