import { randomBytes } from 'node:crypto'
import type { Express } from 'express'
import { pino } from 'pino'
import { afterAll, beforeAll } from 'vitest'
import { createApp } from '../../src/app.js'
import { parseConfig } from '../../src/config.js'
import { type AppContext, type ContextOverrides, createContext } from '../../src/context.js'
import { testDatabase } from './database.js'
import { checkDocumented, documented } from './documented.js'

export interface TestForge {
  app: Express
  ctx: AppContext
}

/** The real application on a real database of this test file's own, without listening. */
export function testForge(overrides: ContextOverrides = {}): TestForge {
  const forge: Partial<TestForge> = {}
  beforeAll(async () => {
    const config = parseConfig({ ANVIL_SECRET_KEY: randomBytes(32).toString('base64url') })
    const ctx = await createContext(config, {
      log: pino({ level: 'silent' }),
      database: await testDatabase(),
      ...overrides,
    })
    Object.assign(forge, { ctx, app: documented(createApp(ctx)) })
  })
  checkDocumented()
  afterAll(() => forge.ctx?.close())
  return {
    get app() {
      return there(forge.app)
    },
    get ctx() {
      return there(forge.ctx)
    },
  }
}

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('Use the test FORGE inside tests and hooks only')
  return value
}
