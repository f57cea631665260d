import { CommanderError } from 'commander'
import pc from 'picocolors'
import type { AnvilError } from '@anvil/shared/errors'
import { EXIT, exitCodeOf, usageError } from '@anvil/shared/exit-codes'
import { unexpectedError } from '../unexpected-error.js'
import { takeEnvFile } from './env-file.js'
import { Interrupts } from './interrupts.js'
import { SCHEMA_VERSION } from './output.js'
import { createProgram } from './program.js'
import type { Terminal } from './terminal.js'

/** Runs what the arguments of this process ask for; the exit code of that. */
export async function runProgram(terminal: Terminal): Promise<number> {
  takeEnvFile()
  const interrupts = new Interrupts()
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.failed),
  )
  let code: number = EXIT.ok
  try {
    await createProgram((done) => (code = done), terminal, interrupts).parseAsync()
    return code
  } catch (error) {
    return tell(error)
  }
}

/** Says what happened, and gives the exit code for it. */
function tell(error: unknown): number {
  if (error instanceof CommanderError) return tellUsage(error)
  const told = unexpectedError('The command failed', error)
  writeJson(told)
  process.stderr.write(`${pc.red('error')}: ${told.message} (${told.code})\n`)
  return exitCodeOf(error)
}

/** The parser of the command line has said it already, to people. */
function tellUsage(error: CommanderError): number {
  if (error.exitCode === 0) return EXIT.ok
  writeJson(usageError(error, 'anvil'))
  return EXIT.usage
}

function writeJson(error: AnvilError): void {
  if (!process.argv.includes('--json')) return
  process.stdout.write(`${JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...error.toJSON() })}\n`)
}
