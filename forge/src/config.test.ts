import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseConfig } from './config.js'

const KEY = 'A'.repeat(43)

describe('parseConfig', () => {
  it('needs nothing to start on the embedded database', () => {
    expect(parseConfig({})).toMatchObject({
      port: 4000,
      dataDir: path.resolve('.anvil'),
      database: { kind: 'embedded', folder: path.resolve('.anvil/database') },
    })
  })

  it('takes PostgreSQL by its address', () => {
    const config = parseConfig({
      DATABASE_URL: 'postgres://u@db/anvil',
      ANVIL_SECRET_KEY: KEY,
      ANVIL_DATABASE_POOL: '3',
    })
    expect(config.database).toEqual({ kind: 'postgres', url: 'postgres://u@db/anvil', poolSize: 3 })
  })

  it('lists all mistakes together', () => {
    const wrong = { PORT: 'http', DATABASE_URL: 'mysql://x', ANVIL_LOG_LEVEL: 'loud', ANVIL_SECRET_KEY: 'short' }
    expect(() => parseConfig(wrong)).toThrowError(
      expect.objectContaining({
        code: 'config.invalid',
        details: { mistakes: expect.objectContaining({ length: 4 }) },
      }),
    )
  })

  it('wants the secret key with a database of its own', () => {
    expect(() => parseConfig({ DATABASE_URL: 'postgres://u@db/anvil' })).toThrowError(/ANVIL_SECRET_KEY is required/)
  })

  it('takes an empty variable for an absent one', () => {
    expect(parseConfig({ PORT: '', DATABASE_URL: '' }).port).toBe(4000)
  })
})
