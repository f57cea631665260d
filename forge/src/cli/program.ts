import { Command } from 'commander'
import { VERSION } from '../version.js'
import type { CliHost } from './cli-host.js'
import { auditCommand } from './commands/audit-command.js'
import { backupCommand } from './commands/backup-command.js'
import { createAdminCommand } from './commands/create-admin-command.js'
import { doctorCommand } from './commands/doctor-command.js'
import { exportCommand } from './commands/export-command.js'
import { importCommand } from './commands/import-command.js'
import { keysCommand } from './commands/keys-command.js'
import { migrateCommand } from './commands/migrate-command.js'
import { policyCommand } from './commands/policy-command.js'
import { publishCommand } from './commands/publish-command.js'
import { quotaCommand } from './commands/quota-command.js'
import { repairSequenceCommand } from './commands/repair-sequence-command.js'
import { restoreCommand } from './commands/restore-command.js'
import { startCommand } from './commands/start-command.js'

/** What a command is registered with; `done` gets the exit code where it is another than 0. */
export interface Cli {
  host: CliHost
  done: (code: number) => void
}

/** Adds one command to the program. */
export type AddCommand = (program: Command, cli: Cli) => void

const COMMANDS: readonly AddCommand[] = [
  startCommand,
  migrateCommand,
  keysCommand,
  repairSequenceCommand,
  auditCommand,
  backupCommand,
  restoreCommand,
  importCommand,
  exportCommand,
  publishCommand,
  policyCommand,
  quotaCommand,
  createAdminCommand,
  doctorCommand,
]

/** The `anvil-forge` command. */
export function createProgram(host: CliHost, done: (code: number) => void): Command {
  const program = new Command('anvil-forge')
    .description(
      'Looks after a FORGE, on the server that runs it. Reads the same variables as FORGE: ANVIL_DATA_DIR, DATABASE_URL, ANVIL_SECRET_KEY.',
    )
    .version(VERSION)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: host.result, writeErr: host.message })
    .showHelpAfterError('Run anvil-forge --help for all commands.')
  for (const add of COMMANDS) add(program, { host, done })
  return program
}
