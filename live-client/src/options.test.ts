import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resolveOptions } from './options.js'

const projectId = '7b0c8f4e-4a34-4b9e-9f52-2f1f5c1e9d10'
const accessToken = 'anv_production_abc_def_123'
const good = { forgeUrl: 'https://forge.example.com/', projectId, accessToken }
const rootKey = `ed25519:${'A'.repeat(43)}`

describe('the options', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'anvil-options-'))
  })
  afterEach(() => rm(dir, { recursive: true }))

  const file = async (name: string, source: string): Promise<string> => {
    await writeFile(join(dir, name), source)
    return join(dir, name)
  }

  it('are complete with three of them given', async () => {
    expect(await resolveOptions(good, 'connection', {})).toMatchObject({
      connection: { forgeUrl: 'https://forge.example.com', accessToken },
      environment: 'production',
      mode: 'accepting',
      cacheDir: '.anvil-cache',
      transport: 'auto',
      readyTimeoutMs: 5_000,
      history: 3,
      rootKey: undefined,
      insecure: false,
    })
  })

  it('come from the argument before the environment before the file before the default', async () => {
    const configFile = await file('a.json', JSON.stringify({ ...good, history: 7, mode: 'frozen', readyTimeoutMs: 1 }))
    const env = { ANVIL_HISTORY: '8', ANVIL_READY_TIMEOUT_MS: '2' }
    const found = await resolveOptions({ configFile, history: 9 }, 'connection', env)
    expect([found.history, found.readyTimeoutMs, found.mode, found.syncIntervalMs]).toEqual([9, 2, 'frozen', 300_000])
    expect(found.modeSetBy).toBe(`mode in ${configFile}`)
  })

  it('are read from a module as well as from JSON', async () => {
    const configFile = await file('a.mjs', `export default { projectId: '${projectId}', instance: { app: 'shop' } }`)
    const env = { ANVIL_FORGE_URL: 'http://localhost:4000', ANVIL_ACCESS_TOKEN: accessToken, ANVIL_LABELS: 'a=1, b=2' }
    const found = await resolveOptions({ configFile }, 'connection', env)
    expect([found.app, found.labels]).toEqual(['shop', { a: '1', b: '2' }])
  })

  it('take an environment variable that is empty as not set', async () => {
    expect((await resolveOptions(good, 'connection', { ANVIL_MODE: '', ANVIL_HISTORY: '' })).mode).toBe('accepting')
  })

  it('are refused with all mistakes at once', async () => {
    const configFile = await file('a.json', JSON.stringify({ forge: 'x', staleAfterMs: 'soon' }))
    const env = { ANVIL_FORGE_URL: 'ftp://x', ANVIL_PROJECT_ID: '1', ANVIL_ROOT_KEY: 'abc', ANVIL_HISTORY: '0' }
    const refused = resolveOptions({ configFile, mode: JSON.parse('"cold"') }, 'connection', env)
    await expect(refused).rejects.toMatchObject({ code: 'config.invalid' })
    const { message } = await refused.then(
      () => new Error('taken'),
      (error: Error) => error,
    )
    for (const part of [
      'forge in',
      'staleAfterMs in',
      'ANVIL_FORGE_URL',
      'ANVIL_PROJECT_ID',
      'ANVIL_ROOT_KEY',
      'ANVIL_HISTORY',
      'the option mode',
    ])
      expect(message).toContain(part)
  })

  it.each([{ forgeUrl: good.forgeUrl }, { accessToken }, {}])('name what is missing next to %j', async (given) => {
    const refused = resolveOptions({ projectId, ...given }, 'connection', {})
    await expect(refused).rejects.toThrow(/is missing: set ANVIL_(FORGE_URL|ACCESS_TOKEN)/)
  })

  it('never show an access token that is wrong', async () => {
    const refused = resolveOptions({ ...good, accessToken: 'anv_hunter2' }, 'connection', {})
    await expect(refused).rejects.not.toThrow(/hunter2/)
  })

  it('refuse an unencrypted address of another host unless it is allowed', async () => {
    const given = { ...good, forgeUrl: 'http://10.0.0.8:4000' }
    await expect(resolveOptions(given, 'connection', {})).rejects.toThrow(/unencrypted/)
    expect((await resolveOptions({ ...given, allowInsecure: true }, 'connection', {})).insecure).toBe(true)
  })

  it.each(['http://localhost:4000', 'http://127.0.0.1', 'http://[::1]:4000'])(
    'let %s be unencrypted',
    async (forgeUrl) => {
      expect((await resolveOptions({ ...good, forgeUrl }, 'connection', {})).insecure).toBe(false)
    },
  )

  it('refuse a token of another environment than the one named', async () => {
    await expect(resolveOptions({ ...good, environment: 'staging' }, 'connection', {})).rejects.toThrow(/production/)
  })

  it('need only project and environment for work on the folder', async () => {
    const found = await resolveOptions({ projectId, environment: 'staging', rootKey }, 'folder', {})
    expect([found.connection, found.environment, found.rootKey]).toEqual([undefined, 'staging', 'A'.repeat(43)])
    await expect(resolveOptions({ projectId }, 'folder', {})).rejects.toThrow(/environment is missing/)
  })

  it('say so when the configuration file is absent or broken', async () => {
    await expect(resolveOptions({ configFile: join(dir, 'no.json') }, 'connection', {})).rejects.toThrow(
      /no configuration/,
    )
    const configFile = await file('a.json', '{')
    await expect(resolveOptions({ ...good, configFile }, 'connection', {})).rejects.toThrow(/can't be read/)
  })
})
