import { AnvilError } from '@anvil/shared'
import { EXIT, exitCodeOf, usageError } from '@anvil/shared/exit-codes'
import { CommanderError } from 'commander'
import pc from 'picocolors'
import type { CliHost } from './cli-host.js'
import { createProgram } from './program.js'
import { SCHEMA_VERSION } from './write-result.js'

/** Runs one command of `anvil-forge` and answers its exit code; what goes wrong is told in a sentence. */
export async function runCli(args: readonly string[], host: CliHost): Promise<number> {
  let code: number = EXIT.ok
  try {
    await createProgram(host, (ended) => (code = ended)).parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return tellUsage(error, args, host)
    return tell(error, args, host)
  }
}

function tell(error: unknown, args: readonly string[], host: CliHost): number {
  const told = error instanceof AnvilError ? error : unexpected(error)
  writeJson(told, args, host)
  const { red } = pc.createColors(host.color)
  host.message(`${red('error')}: ${told.message} (${told.code})\n`)
  return exitCodeOf(error)
}

/** The parser of the command line has said it already, to people. */
function tellUsage(error: CommanderError, args: readonly string[], host: CliHost): number {
  if (error.exitCode === 0) return EXIT.ok
  writeJson(usageError(error, 'anvil-forge'), args, host)
  return EXIT.usage
}

function writeJson(error: AnvilError, args: readonly string[], host: CliHost): void {
  if (args.includes('--json')) host.result(`${JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...error.toJSON() })}\n`)
}

/** A bug, told with where it happened. */
function unexpected(error: unknown): AnvilError {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return new AnvilError('internal', what, { cause: error })
}
