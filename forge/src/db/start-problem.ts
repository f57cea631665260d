import { AnvilError } from '@anvil/shared'
import { UnknownMigrations } from '@anvil/migrations'
import type { DatabaseConfig } from '../config.js'
import { damagedFolder } from './embedded-folder.js'

// Classes of SQLSTATE: XX internal and corrupted, 58 a file that is missing or can't be read.
const DAMAGED = /^(XX|58)/
// 08 connection, 28 credentials, 3D no such database, 42501 a missing right, 53 out of resources, 57 shutting down.
const UNUSABLE = /^(08|28|3D|42501|53|57)|^E[A-Z]+$/

/** Says in a sentence why the database can't be used, where that is a matter of the database and not of FORGE. */
export function startProblem(thrown: unknown, config: DatabaseConfig): unknown {
  if (thrown instanceof UnknownMigrations) {
    return new AnvilError('database.too_new', `${thrown.message} Start a release of Anvil that is at least as new.`, {
      cause: thrown,
    })
  }
  const error = firstOf(thrown)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (config.kind === 'embedded') return DAMAGED.test(code) ? damagedFolder(config.folder, thrown) : thrown
  if (!(error instanceof Error) || !UNUSABLE.test(code)) return thrown
  const { host, pathname } = new URL(config.url)
  return new AnvilError(
    'database.unusable',
    `The database ${pathname.slice(1)} at ${host} can't be used: ${error.message}. Check DATABASE_URL and that PostgreSQL runs.`,
    { cause: thrown },
  )
}

/** A host with several addresses fails with one error for each. */
function firstOf(thrown: unknown): unknown {
  return thrown instanceof AggregateError ? thrown.errors[0] : thrown
}
