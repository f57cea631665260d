import { migrationStatus } from '@anvil/migrations'
import type { Knex } from 'knex'
import { listProofs } from '../fleet/fleet-proof-store.js'
import { findEnvironmentName } from '../fleet/environment-name-store.js'
import { findBehindFleet } from '../fleet/behind-fleet.js'
import { showBehind } from '../fleet/show-behind.js'
import { findHead } from '../publishing/head-store.js'
import { type Check, failed, ok } from './check.js'

const MAX_SKEW_MS = 60_000

interface Rows<T> {
  rows: T[]
}

/** Whether the database takes writes, is of this release, and agrees about the time. */
export async function checkDatabase(db: Knex): Promise<Check[]> {
  const { rows }: Rows<{ version: string; read_only: string; now: Date }> = await db.raw(
    `SELECT split_part(current_setting('server_version'), ' ', 1) AS version, current_setting('transaction_read_only') AS read_only, clock_timestamp() AS now`,
  )
  const [{ version, read_only, now } = { version: '', read_only: 'on', now: new Date() }] = rows
  const isWritable = read_only !== 'on'
  return [
    isWritable
      ? ok('database', `PostgreSQL ${version} answers and takes writes`)
      : failed(
          'database',
          `PostgreSQL ${version} answers, but is read-only`,
          'Point DATABASE_URL at the primary, or let it take writes.',
        ),
    checkClock(now),
    await checkMigrations(db),
  ]
}

function checkClock(theirs: Date): Check {
  const skewMs = Math.abs(theirs.getTime() - Date.now())
  const detail = `this machine and the database are ${(skewMs / 1_000).toFixed(1)} s apart`
  return skewMs > MAX_SKEW_MS
    ? failed('clock', detail, 'Set both by NTP: what is signed carries the time.')
    : ok('clock', detail)
}

async function checkMigrations(db: Knex): Promise<Check> {
  const { done, pending } = await migrationStatus(db)
  if (pending.length === 0) return ok('migrations', `all ${done.length} steps ran`)
  return failed(
    'migrations',
    `${pending.length} of ${done.length + pending.length} steps are to come`,
    'Run "anvil-forge migrate", or start FORGE.',
  )
}

/** Whether instances proved to run more than this FORGE knows. */
export async function checkFleet(db: Knex): Promise<Check[]> {
  const checks: Check[] = []
  for (const { environment_id } of await listProofs(db)) {
    const head = await findHead(db, environment_id)
    const behind = head && (await findBehindFleet(db, head))
    if (!behind) continue
    const { project, environment } = await findEnvironmentName(db, environment_id)
    const detail = `instances of ${environment} of ${project} ${showBehind(behind, head)}`
    checks.push(failed('sequence', detail, 'Run "anvil-forge repair-sequence": until then nothing is published there.'))
  }
  return checks.length > 0
    ? checks
    : [ok('sequence', 'no environment is behind its instances, as far as they connected')]
}
