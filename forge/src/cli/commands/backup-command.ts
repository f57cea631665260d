import { existsSync } from 'node:fs'
import { AnvilError } from '@anvil/shared'
import { writeBackup } from '../../backup/write-backup.js'
import type { AddCommand } from '../program.js'
import { withDatabase } from '../with-database.js'
import { type CommonFlags, writeResult } from '../write-result.js'

const KEY_NOTE =
  'The secret key is not in it, and without that key it is of no use: keep ANVIL_SECRET_KEY (or secret.key of the data folder) in another place.'

/** `anvil-forge backup`: all that FORGE holds, in one file. */
export const backupCommand: AddCommand = (program, { host }) => {
  program
    .command('backup')
    .description('write all that FORGE holds to one file, as it is at one moment; secrets in it stay encrypted')
    .requiredOption('--out <file>', 'the new file, such as anvil-2026-01-15.backup')
    .option('--json', 'write the result as one JSON object')
    .action(async ({ out, ...flags }: CommonFlags & { out: string }) => {
      if (existsSync(out))
        throw new AnvilError('file.unusable', `The file ${out} is there already, and is not overwritten.`)
      const summary = await withDatabase(host, { make: false }, ({ db }) => writeBackup(db, out, new Date()))
      const lines = [`${summary.rows} rows are in ${out}.`]
      writeResult(host, flags, { file: out, ...summary }, lines)
      host.message(`${KEY_NOTE}\n`)
    })
}
