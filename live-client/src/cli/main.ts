#!/usr/bin/env node
import { AnvilError } from '@anvil/shared/errors'
import { CommanderError } from 'commander'
import pc from 'picocolors'
import { EXIT, exitCodeOf } from './exit-codes.js'
import { SCHEMA_VERSION } from './output.js'
import { createProgram } from './program.js'

process.once('SIGINT', () => process.exit(EXIT.interrupted))

try {
  await createProgram((code) => (process.exitCode = code)).parseAsync()
} catch (error) {
  process.exitCode = tell(error)
}

/** Says what happened, and gives the exit code for it. */
function tell(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  const told = error instanceof AnvilError ? error : new AnvilError('internal', String(error), { cause: error })
  if (process.argv.includes('--json'))
    process.stdout.write(`${JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...told.toJSON() })}\n`)
  process.stderr.write(`${pc.red('error')}: ${told.message} (${told.code})\n`)
  return exitCodeOf(error)
}
