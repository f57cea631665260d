import path from 'node:path'
import { AnvilError } from '@anvil/shared'
import { describe, expect, it } from 'vitest'
import { type ForgeConfig, parseConfig } from '../config.js'
import { localUrl } from './local-url.js'

const KEY = 'A'.repeat(43)

/** The mistakes of a configuration, in order. */
function mistakesOf(env: Record<string, string>): unknown {
  try {
    parseConfig(env)
    return []
  } catch (error) {
    return error instanceof AnvilError ? error.details : error
  }
}
const only = (start: string) => ({ mistakes: [expect.stringMatching(new RegExp(`^${start}`))] })

describe('the configuration', () => {
  it('has a value for everything that nobody set', () => {
    expect(parseConfig({})).toEqual({
      host: '127.0.0.1',
      port: 4000,
      dataDir: path.resolve('.anvil'),
      publicUrl: undefined,
      tls: undefined,
      trustProxy: undefined,
      stopGraceMs: 8_000,
      database: { kind: 'embedded', folder: path.resolve('.anvil/database') },
      receivers: { networks: [], allowInsecure: false },
      oidc: undefined,
      passwordSignIn: true,
      rates: { reads: 12_000, writes: 6_000, imports: 600, addresses: 60_000, anonymous: 3_000, deliveries: 300_000 },
      retention: { instanceDays: 30, deliveryDays: 365 },
      logLevel: 'info',
      secrets: { key: undefined, metricsToken: undefined },
    })
  })

  it.each<[string, string, (config: ForgeConfig) => unknown, unknown]>([
    ['HOST', '::', ({ host }) => host, '::'],
    ['PORT', '0', ({ port }) => port, 0],
    ['PORT', '65535', ({ port }) => port, 65_535],
    ['ANVIL_DATA_DIR', '/srv/anvil', ({ database }) => database, { kind: 'embedded', folder: '/srv/anvil/database' }],
    ['ANVIL_STOP_GRACE_MS', '0', ({ stopGraceMs }) => stopGraceMs, 0],
    ['ANVIL_STOP_GRACE_MS', '600000', ({ stopGraceMs }) => stopGraceMs, 600_000],
    ['ANVIL_TRUST_PROXY', '0', ({ trustProxy }) => trustProxy, { hops: 0 }],
    ['ANVIL_TRUST_PROXY', '20', ({ trustProxy }) => trustProxy, { hops: 20 }],
    ['ANVIL_TRUST_PROXY', '::1', ({ trustProxy }) => trustProxy, { addresses: ['::1'] }],
    ['ANVIL_RECEIVER_NETWORKS', ' 10.0.0.0/8 ', ({ receivers }) => receivers.networks, ['10.0.0.0/8']],
    ['ANVIL_RECEIVER_HTTP', 'false', ({ receivers }) => receivers.allowInsecure, false],
    ['ANVIL_LOG_LEVEL', 'silent', ({ logLevel }) => logLevel, 'silent'],
    ['ANVIL_SECRET_KEY', KEY, ({ secrets }) => secrets.key?.reveal(), KEY],
    ['ANVIL_PUBLIC_URL', 'http://[::1]:8080/a/', ({ publicUrl }) => publicUrl, 'http://[::1]:8080/a'],
  ])('takes %s=%s', (name, value, read, expected) => {
    expect(read(parseConfig({ [name]: value }))).toEqual(expected)
  })

  it.each(['PORT', 'ANVIL_STOP_GRACE_MS', 'ANVIL_DATABASE_POOL'])(
    'takes only digits for %s, and tells its range',
    (name) => {
      for (const wrong of [' ', '-1', '1.5', '1e3', '0x10', 'ten', '80 ', 'Infinity', '9999999'])
        expect(mistakesOf({ [name]: wrong }), wrong).toEqual(only(`${name} must be a whole number from [01] to \\d+$`))
    },
  )

  it('wants one connection to the database at least, and 200 at most', () => {
    const pool = (ANVIL_DATABASE_POOL: string) => mistakesOf({ ANVIL_DATABASE_POOL })
    expect([pool('1'), pool('200')]).toEqual([[], []])
    expect([pool('0'), pool('201')]).toEqual([only('ANVIL_DATABASE_POOL'), only('ANVIL_DATABASE_POOL')])
  })

  it.each([
    ['ANVIL_PUBLIC_URL', 'forge.example'],
    ['ANVIL_PUBLIC_URL', 'javascript:alert(1)'],
    ['ANVIL_PUBLIC_URL', '/anvil'],
    ['ANVIL_RECEIVER_NETWORKS', '10.0.0.1'],
    ['ANVIL_RECEIVER_NETWORKS', '10.0.0.0/33'],
    ['ANVIL_RECEIVER_NETWORKS', '10.0.0.0/8,'],
    ['ANVIL_RECEIVER_NETWORKS', '10.0.0.0/8 fd00::/8'],
    ['ANVIL_LOG_LEVEL', 'INFO'],
    ['ANVIL_SECRET_KEY', 'A'.repeat(42)],
    ['ANVIL_SECRET_KEY', `${'A'.repeat(42)}=`],
    ['ANVIL_SECRET_KEY', `${KEY}\n`],
    ['ANVIL_METRICS_TOKEN', 'A'.repeat(15)],
    ['ANVIL_METRICS_TOKEN', 'A'.repeat(257)],
    ['ANVIL_METRICS_TOKEN', `${'A'.repeat(16)} b`],
    ['DATABASE_URL', 'db:5432/anvil'],
  ])('names the variable that is wrong: %s=%j', (name, value) => {
    expect(mistakesOf({ ANVIL_SECRET_KEY: KEY, [name]: value })).toEqual(only(`${name} `))
  })

  it('tells mistakes without the secrets among them', () => {
    const said = JSON.stringify(
      mistakesOf({
        DATABASE_URL: 'mysql://ada:hunter2@db/anvil',
        ANVIL_SECRET_KEY: 'hunter2',
        ANVIL_METRICS_TOKEN: 'hunter2',
        ANVIL_PUBLIC_URL: 'https://ada:hunter2@forge.example',
      }),
    )
    for (const name of ['DATABASE_URL', 'ANVIL_SECRET_KEY', 'ANVIL_METRICS_TOKEN', 'ANVIL_PUBLIC_URL'])
      expect(said).toContain(name)
    expect(said).not.toContain('hunter2')
  })

  it('shows no secret where it is printed', () => {
    const config = parseConfig({
      DATABASE_URL: 'postgres://ada:hunter2@db/anvil',
      ANVIL_SECRET_KEY: KEY,
      ANVIL_METRICS_TOKEN: 'hunter2hunter2hunter2',
    })
    expect(JSON.stringify(config)).not.toMatch(/hunter2|AAAA/)
  })
})

describe('the address of FORGE on this machine', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:4000'],
    ['0.0.0.0', 'http://localhost:4000'],
    ['::', 'http://localhost:4000'],
    ['::1', 'http://[::1]:4000'],
    ['forge.internal', 'http://forge.internal:4000'],
  ])('that listens at %s is %s', (host, url) => {
    expect(localUrl({ host, port: 4000, tls: undefined })).toBe(url)
    expect(localUrl({ host, port: 4000, tls: { certFile: 'c', keyFile: 'k' } })).toBe(url.replace('http:', 'https:'))
  })
})
