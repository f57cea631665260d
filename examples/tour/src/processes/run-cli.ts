import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { childEnvironment } from './child-environment.js'
import { cliProgram } from './programs.js'

/** How a command of `anvil` ended. */
export interface CliResult {
  code: number | null
  output: string
}

/** Runs a command of the `anvil` CLI to its end. */
export async function runCli(
  args: string[],
  inherited: Readonly<Record<string, string | undefined>>,
  own: Record<string, string>,
): Promise<CliResult> {
  const child = spawn(process.execPath, [...process.execArgv, cliProgram(), ...args], {
    env: childEnvironment(inherited, own),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  await ended
  return { code: child.exitCode, output: `${out}${err}` }
}
