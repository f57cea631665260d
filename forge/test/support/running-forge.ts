import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { createApp } from '../../src/app.js'
import { parseConfig } from '../../src/config.js'
import type { ContextOverrides } from '../../src/context.js'
import { type Forge, startForge } from '../../src/server.js'
import { testDatabase } from './database.js'
import type { TestForge } from './forge.js'

export type RunningForge = Forge & TestForge

/** A whole FORGE that listens on a free port, on a database of its own. */
export async function runningForge(overrides: ContextOverrides = {}): Promise<RunningForge> {
  const config = parseConfig({ PORT: '0', ANVIL_SECRET_KEY: randomBytes(32).toString('base64url') })
  const log = pino({ level: 'silent' })
  const forge = await startForge({ ...config, port: 0 }, { log, database: await testDatabase(), ...overrides })
  return { ...forge, app: createApp(forge.ctx) }
}
