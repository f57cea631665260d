import { AnvilError } from '@anvil/shared'
import { ChangedHistory, UnknownMigrations } from '@anvil/migrations'
import type { DatabaseConfig } from '../config.js'
import { damagedFolder } from './embedded-folder.js'

// Classes of SQLSTATE: XX internal and corrupted, 58 a file that is missing or can't be read.
const DAMAGED = /^(XX|58)/
// 08 connection, 28 credentials, 3D no such database, 53 out of resources, 57 shutting down.
const UNUSABLE = /^(08|28|3D|53|57)|^E[A-Z]+$/
const MISSING_RIGHT = '42501'

/** Says in a sentence why the database can't be used, where that is a matter of the database and not of FORGE. */
export function startProblem(thrown: unknown, config: DatabaseConfig): unknown {
  if (thrown instanceof UnknownMigrations) {
    return new AnvilError('database.too_new', `${thrown.message} Start a release of Anvil that is at least as new.`, {
      cause: thrown,
    })
  }
  if (thrown instanceof ChangedHistory) {
    return new AnvilError(
      'database.incompatible',
      `${thrown.message} Nothing was released yet, so nothing converts it: take your prompts out with "anvil-forge export" of the version that made it, and start with a new data folder (ANVIL_DATA_DIR) or database.`,
      { cause: thrown },
    )
  }
  const error = firstOf(thrown)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (config.kind === 'embedded') return DAMAGED.test(code) ? damagedFolder(config.folder, thrown) : thrown
  if (!(error instanceof Error) || !(code === MISSING_RIGHT || UNUSABLE.test(code))) return thrown
  const { host, pathname } = new URL(config.url.reveal())
  const database = `The database ${pathname.slice(1)} at ${host}`
  return code === MISSING_RIGHT
    ? new AnvilError('database.right_missing', `${database} refuses what FORGE needs: ${said(error)}.`, {
        cause: thrown,
      })
    : new AnvilError(
        'database.unusable',
        `${database} can't be used: ${said(error)}. Check DATABASE_URL and that PostgreSQL runs.`,
        { cause: thrown },
      )
}

/** What PostgreSQL said, without the statement that knex puts before it. */
function said({ message }: Error): string {
  return message.slice(message.lastIndexOf(' - ') + 1).replace(/^- /, '')
}

/** A host with several addresses fails with one error for each. */
function firstOf(thrown: unknown): unknown {
  return thrown instanceof AggregateError ? thrown.errors[0] : thrown
}
