import type { Knex } from 'knex'
import { forgetChangesSince, notedChanges } from '../events/noted-changes.js'

/** Runs work inside a transaction and takes back all that it wrote, whatever came of it; only what it returns is left. */
export async function takenBack<T>(trx: Knex.Transaction, work: () => Promise<T>): Promise<T> {
  const changes = notedChanges(trx)
  await trx.raw('SAVEPOINT taken_back')
  try {
    return await work()
  } finally {
    await trx.raw('ROLLBACK TO SAVEPOINT taken_back; RELEASE SAVEPOINT taken_back')
    forgetChangesSince(trx, changes)
  }
}
