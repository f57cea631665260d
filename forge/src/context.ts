import { randomUUID } from 'node:crypto'
import { migrateUp } from '@anvil/migrations'
import type { Knex } from 'knex'
import type { Logger } from 'pino'
import { AuditTrail } from './audit/audit-trail.js'
import { TokenRevocations } from './access-tokens/token-revocations.js'
import type { ForgeConfig } from './config.js'
import { type AsActor, createAsActor } from './db/as-actor.js'
import { openDatabase, type OpenDatabase } from './db/open-database.js'
import { startProblem } from './db/start-problem.js'
import { Changes } from './events/changes.js'
import { createLog } from './log/create-log.js'
import { createLookUps, type LookUps } from './look-ups.js'
import { Metrics } from './metrics/metrics.js'
import { OidcIssuer } from './oidc/oidc-issuer.js'
import { OutboxRelay } from './publishing/outbox-relay.js'
import { Shutdown } from './jobs/shutdown.js'
import type { SecretBox } from './secrets/secret-box.js'
import { checkSecretKey, hasSecretKey, openSecretBox } from './secrets/secret-key.js'
import { openSigning, type Signing } from './signing/signing.js'

/** How long the database may say nothing to a statement before its connection is given up; a migration may take longer. */
const SILENCE_MS = 30_000

/** What every part of FORGE is given; the clock and ids come from here so that tests can set them. */
export interface AppContext {
  config: ForgeConfig
  log: Logger
  now: () => Date
  newId: () => string
  /** A clock in milliseconds that only goes forward, for durations. */
  elapsedMs: () => number
  secrets: SecretBox
  signing: Signing
  tokenRevocations: TokenRevocations
  /** Announces publications after they are committed; idle until it is started. */
  outbox: OutboxRelay
  /** Seals and signs what was written to the audit trail. */
  trail: AuditTrail
  /** Tells what changed, after it was committed. */
  changes: Changes
  metrics: Metrics
  /** What a stop waits for. */
  shutdown: Shutdown
  /** By whom people sign in beside their password; undefined where that is not set up. */
  oidc: OidcIssuer | undefined
  /** The one way of requests to the database, and the look-ups before it is known who asks. */
  asActor: AsActor
  lookUp: LookUps
  close: () => Promise<void>
}

/**
 * What FORGE's own work is given beside: the plain database, for jobs, signing, outbox, delivery and the operator's
 * commands. The linter keeps the list of who may.
 */
export interface ForgeContext extends AppContext {
  db: Knex
}

/** What a test may put in place of the real thing. */
export interface ContextOverrides {
  now?: () => Date
  newId?: () => string
  elapsedMs?: () => number
  log?: Logger
  database?: OpenDatabase
}

/** The composition root: opens the database, brings it up to date, and checks that its secrets can be read. */
export async function createContext(config: ForgeConfig, overrides: ContextOverrides = {}): Promise<ForgeContext> {
  const database = overrides.database ?? (await openDatabase(config.database, config.dataDir))
  try {
    await migrateUp(database.db)
    database.limitSilence?.(SILENCE_MS)
    const ctx = await contextOn(config, database, overrides)
    await ctx.signing.current(database.db)
    return ctx
  } catch (error) {
    await database.close()
    throw startProblem(error, config.database)
  }
}

/** The context on a database that is up to date; checks that its secrets can be read, and closes nothing where it fails. */
export async function contextOn(
  config: ForgeConfig,
  database: OpenDatabase,
  overrides: Pick<ContextOverrides, 'now' | 'newId' | 'elapsedMs' | 'log'> = {},
): Promise<ForgeContext> {
  const { db } = database
  const secrets = await openSecretBox(config, { make: !(await hasSecretKey(db)) })
  await checkSecretKey(db, secrets)
  const log = overrides.log ?? createLog(config.logLevel)
  const now = overrides.now ?? (() => new Date())
  const changes = new Changes()
  const signing = await openSigning(db, { secrets, now })
  return {
    config,
    log,
    now,
    newId: overrides.newId ?? randomUUID,
    elapsedMs: overrides.elapsedMs ?? (() => performance.now()),
    secrets,
    signing,
    tokenRevocations: new TokenRevocations(),
    shutdown: new Shutdown(),
    metrics: new Metrics(),
    outbox: new OutboxRelay({ db, log, now }),
    trail: new AuditTrail({ db, log, now, signing }),
    changes,
    oidc: config.oidc && new OidcIssuer(config.oidc),
    asActor: createAsActor(db, (committed) => changes.announce(committed)),
    lookUp: createLookUps(db),
    db,
    close: () => database.close(),
  }
}
