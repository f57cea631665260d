import { existsSync } from 'node:fs'
import path from 'node:path'
import { AnvilError } from '@anvil/shared'
import { checkBackup, restoreBackup } from '../../backup/restore-backup.js'
import { type ForgeConfig, parseConfig } from '../../config.js'
import { openSecretBox } from '../../secrets/secret-key.js'
import type { AddCommand } from '../program.js'
import { withDatabase } from '../with-database.js'
import { type CommonFlags, writeResult } from '../write-result.js'

const NEXT = [
  'Start FORGE, and let its instances connect before anything is published: where they run more than the backup knows, they prove it,',
  'publishing to their environment answers environment.behind_fleet, and "anvil-forge repair-sequence" goes on beyond them.',
  'Access tokens that were revoked after the backup are good again: revoke them again.',
]

/** `anvil-forge restore`: a backup into an empty database, of whichever kind. */
export const restoreCommand: AddCommand = (program, { host }) => {
  program
    .command('restore')
    .description('restore a backup into an empty database: another folder, or another PostgreSQL')
    .argument('<file>', 'what backup wrote')
    .option('--json', 'write the result as one JSON object')
    .action(async (file: string, flags: CommonFlags) => {
      requireKey(parseConfig(host.env))
      const backup = await checkBackup(file)
      const restored = await withDatabase(host, { make: true }, async ({ db, config }) =>
        restoreBackup(db, await openSecretBox(config, { make: false }), backup),
      )
      const lines = [`${restored.rows} rows of ${restored.created_at} were restored.`]
      writeResult(host, flags, restored, lines)
      for (const line of NEXT) host.message(`${line}\n`)
    })
}

/** A new data folder would get a new secret key, which opens nothing of the backup. */
function requireKey({ secrets, dataDir }: ForgeConfig): void {
  if (secrets.key !== undefined || existsSync(path.join(dataDir, 'secret.key'))) return
  throw new AnvilError(
    'secret_key.required',
    `The secrets in a backup are encrypted under the key of the FORGE that it was made of, which is not in it. Set ANVIL_SECRET_KEY to that key, or put its secret.key into ${dataDir}.`,
  )
}
