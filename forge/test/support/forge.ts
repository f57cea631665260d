import { randomBytes } from 'node:crypto'
import express, { type Express } from 'express'
import { pino } from 'pino'
import { afterAll, beforeAll } from 'vitest'
import { createApp } from '../../src/app.js'
import { parseConfig } from '../../src/config.js'
import { type ForgeContext, type ContextOverrides, createContext } from '../../src/context.js'
import { testDatabase } from './database.js'
import { checkDocumented, documented } from './documented.js'
import { checkRequests, leaveAnnouncements, markRequest, watchStatements } from './request-watch.js'

export interface TestForge {
  app: Express
  ctx: ForgeContext
}

/** The real application on a real database of this test file's own, without listening. */
export function testForge(overrides: ContextOverrides = {}): TestForge {
  const forge: Partial<TestForge> = {}
  beforeAll(async () => {
    const config = parseConfig({ ANVIL_SECRET_KEY: randomBytes(32).toString('base64url') })
    const database = overrides.database ?? (await testDatabase())
    watchStatements(database.db)
    const ctx = await createContext(config, { log: pino({ level: 'silent' }), ...overrides, database })
    leaveAnnouncements(ctx)
    Object.assign(forge, { ctx, app: express().use(markRequest, documented(createApp(ctx))) })
  })
  checkDocumented()
  checkRequests()
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
