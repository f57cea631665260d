import { randomUUID } from 'node:crypto'
import { migrateUp } from '@anvil/migrations'
import type { Knex } from 'knex'
import type { Logger } from 'pino'
import { TokenRevocations } from './access-tokens/token-revocations.js'
import type { ForgeConfig } from './config.js'
import { type AsActor, createAsActor } from './db/as-actor.js'
import { openDatabase, type OpenDatabase } from './db/open-database.js'
import { startProblem } from './db/start-problem.js'
import { createLog } from './log/create-log.js'
import { OutboxRelay } from './publishing/outbox-relay.js'
import type { SecretBox } from './secrets/secret-box.js'
import { checkSecretKey, openSecretBox } from './secrets/secret-key.js'
import { openSigning, type Signing } from './signing/signing.js'

/** What every part of FORGE is given; the clock and ids come from here so that tests can set them. */
export interface AppContext {
  config: ForgeConfig
  log: Logger
  now: () => Date
  newId: () => string
  secrets: SecretBox
  signing: Signing
  tokenRevocations: TokenRevocations
  /** Announces publications after they are committed; idle until it is started. */
  outbox: OutboxRelay
  asActor: AsActor
  /** The plain database: for migrations, jobs, signing, outbox, delivery, and the look-ups before the actor is known. */
  db: Knex
  close: () => Promise<void>
}

/** What a test may put in place of the real thing. */
export interface ContextOverrides {
  now?: () => Date
  newId?: () => string
  log?: Logger
  database?: OpenDatabase
}

/** The composition root: opens the database, brings it up to date, and checks that its secrets can be read. */
export async function createContext(config: ForgeConfig, overrides: ContextOverrides = {}): Promise<AppContext> {
  const database = overrides.database ?? (await openDatabase(config.database, config.dataDir))
  try {
    const { db } = database
    await migrateUp(db)
    const secrets = await openSecretBox(config)
    await checkSecretKey(db, secrets)
    const log = overrides.log ?? createLog(config.logLevel)
    const now = overrides.now ?? (() => new Date())
    return {
      config,
      log,
      now,
      newId: overrides.newId ?? randomUUID,
      secrets,
      signing: await openSigning(db, { secrets, now }),
      tokenRevocations: new TokenRevocations(),
      outbox: new OutboxRelay({ db, log, now }),
      asActor: createAsActor(db),
      db,
      close: () => database.close(),
    }
  } catch (error) {
    await database.close()
    throw startProblem(error, config.database)
  }
}
