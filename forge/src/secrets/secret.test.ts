import { format, inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parseConfig } from '../config.js'
import { createLog } from '../log/create-log.js'
import { Secret } from './secret.js'

const SECRET = 'K'.repeat(43)

describe('a secret', () => {
  it('shows itself to who asks for it, and to nobody else', () => {
    const secret = new Secret(SECRET)
    expect(secret.reveal()).toBe(SECRET)
    const shown = [
      String(secret),
      ['bound', secret].join(' '),
      JSON.stringify({ secret }),
      inspect({ deep: [{ secret }] }),
      format('%o', secret),
    ]
    for (const text of [...shown, JSON.stringify(Object.assign({}, secret))]) expect(text).not.toContain('KKK')
    expect(shown[2]).toBe('{"secret":"[secret]"}')
  })

  it('stays one in the log, wherever it stands in what is logged', () => {
    const lines: string[] = []
    const log = createLog('trace', { write: (line) => void lines.push(line) })
    const config = parseConfig({
      ANVIL_SECRET_KEY: SECRET,
      ANVIL_METRICS_TOKEN: SECRET,
      DATABASE_URL: `postgres://anvil:${SECRET}@db/anvil`,
    })
    log.info({ config }, 'a whole configuration')
    log.info('%o %s %j', config, config.secrets.key, config)
    log.error({ err: Object.assign(new Error(`no ${String(config.secrets.key)}`), { config }) })
    log.child({ config }).warn(config.secrets, 'bound')
    expect(lines).toHaveLength(4)
    for (const line of lines) expect(line).not.toContain('KKK')
    expect(JSON.parse(lines[0] ?? '').config).toMatchObject({
      secrets: { key: '[secret]', metricsToken: '[secret]' },
      database: { url: '[secret]', poolSize: 10 },
    })
  })
})
