import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { createApp } from '../../src/app.js'
import { parseConfig } from '../../src/config.js'
import type { ContextOverrides } from '../../src/context.js'
import { type Forge, startForge } from '../../src/server.js'
import { testDatabase } from './database.js'
import type { TestForge } from './forge.js'

export type RunningForge = Forge & TestForge

/** A whole FORGE that listens on a free port unless told otherwise, on a database of its own. */
export async function runningForge(
  overrides: ContextOverrides = {},
  env: Record<string, string> = {},
): Promise<RunningForge> {
  const config = parseConfig({
    PORT: '0',
    ANVIL_SECRET_KEY: randomBytes(32).toString('base64url'),
    ANVIL_RECEIVER_NETWORKS: '127.0.0.0/8',
    ...env,
  })
  const log = pino({ level: 'silent' })
  const database = overrides.database ?? (await testDatabase())
  const forge = await startForge(config, { log, ...overrides, database })
  return { ...forge, app: createApp(forge.ctx) }
}
