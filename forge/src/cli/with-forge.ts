import { migrationStatus } from '@anvil/migrations'
import { AnvilError } from '@anvil/shared'
import type { Knex } from 'knex'
import { type ForgeContext, contextOn } from '../context.js'
import { createLog } from '../log/create-log.js'
import type { CliHost } from './cli-host.js'
import { withDatabase } from './with-database.js'

/** Opens FORGE for one command on the server: the same database, keys and secrets, without its network. */
export function withForge<T>(host: CliHost, work: (ctx: ForgeContext) => Promise<T>): Promise<T> {
  return withDatabase(host, { make: false }, async (database) => {
    await assertCurrent(database.db)
    const log = createLog('warn', { write: host.message })
    return work(await contextOn(database.config, database, { log }))
  })
}

async function assertCurrent(db: Knex): Promise<void> {
  const { done, pending } = await migrationStatus(db)
  if (pending.length === 0) return
  if (done.length === 0) {
    throw new AnvilError('database.missing', 'This database holds no FORGE. Make one with "anvil-forge start".')
  }
  throw new AnvilError(
    'database.outdated',
    `The database lacks ${pending.length} steps that this release needs (${pending[0]} and on). Run "anvil-forge migrate" when every FORGE process is of this release.`,
    { details: { pending } },
  )
}
