import { describe, expect, it } from 'vitest'
import { resolveOptions } from '../options.js'
import type { Settings } from './settings.js'

const connected = {
  ANVIL_FORGE_URL: 'https://forge.example.com',
  ANVIL_PROJECT_ID: '7b0c8f4e-4a34-4b9e-9f52-2f1f5c1e9d10',
  ANVIL_ACCESS_TOKEN: 'anv_production_abc_def_123',
}
const key = 'A'.repeat(43)
const DAY_MS = 86_400_000

const EACH: [variable: string, text: string, name: keyof Settings, read: unknown, wrong: string][] = [
  ['ANVIL_PROJECT_ID', '7B0C8F4E-4A34-4B9E-9F52-2F1F5C1E9D10', 'projectId', connected.ANVIL_PROJECT_ID, '7b0c8f4e'],
  ['ANVIL_ROOT_KEY', `ed25519:${key}`, 'rootKey', key, `ed25519:${key}A`],
  ['ANVIL_ENVIRONMENT', 'production', 'environment', 'production', 'Production'],
  ['ANVIL_MODE', 'frozen', 'mode', 'frozen', 'FROZEN'],
  ['ANVIL_CACHE_DIR', '/var/cache/anvil', 'cacheDir', '/var/cache/anvil', ''],
  ['ANVIL_APP', 'shop', 'app', 'shop', ''],
  ['ANVIL_APP', 'x'.repeat(300), 'app', 'x'.repeat(256), ''],
  ['ANVIL_LABELS', 'zone=a', 'labels', { zone: 'a' }, 'zone'],
  ['ANVIL_TRANSPORT', 'pull', 'transport', 'pull', 'socket'],
  ['ANVIL_PORT', '65535', 'port', 65_535, '65536'],
  ['ANVIL_RECEIVER_URL', 'https://me.example/anvil/', 'receiverUrl', 'https://me.example/anvil', 'me.example'],
  ['ANVIL_BOOTSTRAP', 'state.anvil', 'bootstrap', 'state.anvil', ''],
  ['ANVIL_ON_MISSING', 'empty', 'onMissing', 'empty', 'ignore'],
  ['ANVIL_SYNC_INTERVAL_MS', '100', 'syncIntervalMs', 100, '99'],
  ['ANVIL_SYNC_INTERVAL_MS', String(DAY_MS), 'syncIntervalMs', DAY_MS, String(DAY_MS + 1)],
  ['ANVIL_READY_TIMEOUT_MS', '0', 'readyTimeoutMs', 0, '-1'],
  ['ANVIL_STALE_AFTER_MS', String(365 * DAY_MS), 'staleAfterMs', 365 * DAY_MS, String(366 * DAY_MS)],
  ['ANVIL_HISTORY', '100', 'history', 100, '101'],
  ['ANVIL_HISTORY', '1', 'history', 1, 'three'],
]
const problemsOf = async (env: Record<string, string>): Promise<unknown> =>
  resolveOptions({}, 'connection', env).then(
    () => [],
    (error: unknown) => error,
  )

describe('the environment', () => {
  it.each(EACH)('says by %s=%s what %s is', async (variable, text, name, read) => {
    const settings = await resolveOptions({}, 'connection', { ...connected, [variable]: text })
    expect(settings[name]).toEqual(read)
  })

  it.each(EACH.filter(([, , , , wrong]) => wrong !== ''))(
    'is refused by the name of %s alone, where that is wrong',
    async (...[variable, , , , wrong]) => {
      expect(await problemsOf({ ...connected, [variable]: wrong })).toMatchObject({
        code: 'config.invalid',
        details: { problems: [expect.stringMatching(new RegExp(`^${variable} must `))] },
      })
    },
  )

  it('is refused with every mistake in it, each once', async () => {
    const wrong = Object.fromEntries(EACH.flatMap(([name, , , , text]) => (text === '' ? [] : [[name, text]])))
    const { details } = Object(await problemsOf({ ...connected, ...wrong }))
    const named = [...details.problems].map((problem) => String(problem).split(' ')[0] ?? '')
    expect(named).toHaveLength(Object.keys(wrong).length)
    expect(new Set(named)).toEqual(new Set(Object.keys(wrong)))
  })

  it('is taken as not set, where it is empty', async () => {
    const empty = Object.fromEntries(EACH.slice(1).map(([name]) => [name, '']))
    expect(await resolveOptions({}, 'connection', { ...connected, ...empty })).toEqual(
      await resolveOptions({}, 'connection', connected),
    )
  })
})
