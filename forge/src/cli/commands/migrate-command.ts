import { migrateDown, migrateUp, migrationStatus } from '@anvil/migrations'
import { Option } from 'commander'
import type { CliHost } from '../cli-host.js'
import { confirm } from '../confirm.js'
import type { AddCommand } from '../program.js'
import { withDatabase } from '../with-database.js'
import { type CommonFlags, writeResult } from '../write-result.js'

interface MigrateFlags extends CommonFlags {
  status?: boolean
  down?: boolean
  yes?: boolean
}

/** `anvil-forge migrate`: brings the database up to date, says how far it is, or takes all of it back. */
export const migrateCommand: AddCommand = (program, { host }) => {
  program
    .command('migrate')
    .description('bring the database up to date; FORGE does so by itself when it starts')
    .addOption(new Option('--status', 'only say which steps ran and which are to come').conflicts('down'))
    .option('--down', 'take every step back: this deletes all that FORGE holds')
    .option('--yes', 'do not ask')
    .option('--json', 'write the result as one JSON object')
    .action((flags: MigrateFlags) => {
      if (flags.status === true) return showStatus(host, flags)
      return flags.down === true ? takeBack(host, flags) : bringUp(host, flags)
    })
}

function showStatus(host: CliHost, flags: MigrateFlags): Promise<void> {
  return withDatabase(host, { make: false }, async ({ db }) => {
    const { done, pending } = await migrationStatus(db)
    const lines = [...done.map((name) => `done     ${name}`), ...pending.map((name) => `to come  ${name}`)]
    writeResult(host, flags, { done, pending }, lines)
  })
}

function bringUp(host: CliHost, flags: MigrateFlags): Promise<void> {
  return withDatabase(host, { make: true }, async ({ db }) => {
    const ran = await migrateUp(db)
    const lines = ran.length === 0 ? ['The database is up to date.'] : ran.map((name) => `done  ${name}`)
    writeResult(host, flags, { ran }, lines)
  })
}

async function takeBack(host: CliHost, flags: MigrateFlags): Promise<void> {
  await confirm(host, flags.yes, 'This deletes every prompt, version, key and account that this FORGE holds.')
  await withDatabase(host, { make: false }, async ({ db }) => {
    const ran = await migrateDown(db)
    writeResult(host, flags, { ran }, [`${ran.length} steps were taken back. The database is empty.`])
  })
}
