import { createServer } from 'node:http'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { testForge } from '@anvil/shared/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { cliEnv, runCli } from './support/cli.js'
import { bundleOf, fresh, refuse } from './support/forge-server.js'
import { useHarness } from './support/harness.js'

interface Finding {
  check: string
  state: string
  detail: string
  fix?: string
}

const harness = useHarness()

async function examine(env: NodeJS.ProcessEnv = {}): Promise<{ code: number; findings: Finding[] }> {
  const { code, stdout } = await runCli(['doctor', '--json'], { ...cliEnv(harness), ...env })
  const { findings }: { findings: Finding[] } = JSON.parse(stdout)
  return { code, findings }
}

const faults = (findings: readonly Finding[]) =>
  findings.filter(({ state }) => state === 'wrong').map(({ check }) => check)

beforeEach(async () => {
  harness.forge.publish([bundleOf({ hello: 'one' })], fresh(1))
  await harness.fill()
})

describe('anvil doctor', () => {
  it('finds nothing wrong where all is well, and warns that no socket can be had', async () => {
    const { code, findings } = await examine()
    expect([code, faults(findings)]).toEqual([0, []])
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        'node',
        'configuration',
        'folder',
        'disk',
        'cache',
        'address',
        'root key',
        'token',
        'clock',
        'manifest',
        'mode',
      ]),
    )
    expect(findings.find(({ check }) => check === 'socket')).toMatchObject({
      state: 'warning',
      fix: expect.stringContaining('proxy'),
    })
  })

  it('tells it to people a line a check, with the way to mend it', async () => {
    const { stdout } = await runCli(['doctor'], { ...cliEnv(harness), ANVIL_ROOT_KEY: '' })
    expect(stdout).toMatch(/^ok {6} node: Node \d+/m)
    expect(stdout).toMatch(/^warning {2}root key: none is configured[^\n]*\n {9}→ Set ANVIL_ROOT_KEY/m)
  })

  it.each([
    ['no configuration', { ANVIL_PROJECT_ID: '' }, 'configuration', /anvil connect/],
    ['an address where nothing listens', { ANVIL_FORGE_URL: 'http://127.0.0.1:1' }, 'address', /Check the address/],
    ['an unencrypted address', { ANVIL_FORGE_URL: 'http://forge.example.com' }, 'configuration', /anvil connect/],
    ['another root key', { ANVIL_ROOT_KEY: testForge({ root: 'other' }).rootKey }, 'cache', /anvil sync/],
    ['a token FORGE does not know', { ANVIL_ACCESS_TOKEN: 'anv_production_abc_def_124' }, 'token', /new access token/],
  ])('finds %s', async (_what, env, check, fix) => {
    const { code, findings } = await examine(env)
    expect(code).toBe(1)
    expect(findings.find((finding) => finding.check === check && finding.state === 'wrong')?.fix).toMatch(fix)
  })

  it.each([
    ['a revoked token', 401, 'token.revoked', 'token'],
    ['a token of another project', 403, 'token.wrong_project', 'token'],
    ['a FORGE whose database is away', 503, 'forge.unavailable', 'address'],
  ])('finds %s', async (_what, status, code, check) => {
    harness.forge.script.answer = (request, response) => {
      if (request.url?.endsWith('/manifest') !== true) return false
      refuse(response, status, code)
      return true
    }
    expect(faults((await examine()).findings)).toEqual([check])
  })

  it('finds another root key than that of the FORGE it reaches', async () => {
    const { findings } = await examine({
      ANVIL_ROOT_KEY: testForge({ root: 'other' }).rootKey,
      ANVIL_CACHE_DIR: join(harness.dir, 'fresh'),
    })
    expect(findings.find(({ check }) => check === 'root key')).toMatchObject({
      state: 'wrong',
      fix: expect.stringContaining('do not go on'),
    })
  })

  it('finds a clock that is far off', async () => {
    harness.forge.script.answer = (_request, response) => {
      response.setHeader('date', new Date(Date.now() - 3_600_000).toUTCString())
      return false
    }
    expect((await examine()).findings.find(({ check }) => check === 'clock')).toMatchObject({
      state: 'wrong',
      detail: expect.stringContaining('60 minutes ahead'),
    })
  })

  it('finds a bundle that is altered on the way', async () => {
    harness.forge.publish([bundleOf({ hello: 'two' }, { version: '1.3.0' })], fresh(2))
    harness.forge.script.answer = (request, response) => {
      if (request.url?.includes('/bundles/') !== true) return false
      response.end('{}')
      return true
    }
    expect(faults((await examine()).findings)).toEqual(['manifest'])
  })

  it('finds a manifest that asks for a newer client', async () => {
    harness.forge.publish([], { ...fresh(2), min_client: 99 })
    const { findings } = await examine()
    expect(findings.find(({ check }) => check === 'client')?.fix).toContain('Update @anvil/live-client')
  })

  it('finds an address that is not FORGE’s', async () => {
    const site = createServer((_req, res) => res.writeHead(200, { 'content-type': 'text/html' }).end('<html>')).listen(
      0,
      '127.0.0.1',
    )
    await once(site, 'listening')
    const address = site.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const { code, findings } = await examine({ ANVIL_FORGE_URL: `http://127.0.0.1:${port}` })
    expect([code, faults(findings).length]).toEqual([1, 1])
    site.close()
  })

  it('finds a folder that can not be written', async () => {
    const file = join(harness.dir, 'file')
    await writeFile(file, '')
    expect(faults((await examine({ ANVIL_CACHE_DIR: join(file, 'cache') })).findings)).toContain('folder')
  })

  it('finds a damaged cache', async () => {
    const scope = join(harness.dir, `${cliEnv(harness)['ANVIL_PROJECT_ID']}-production`)
    await writeFile(join(scope, 'last-good.anvil'), 'damaged')
    const found = (await examine()).findings.find(({ check }) => check === 'cache')
    expect(found).toMatchObject({ state: 'wrong', fix: expect.stringContaining('anvil sync') })
  })

  it('warns of a frozen mode and says what waits', async () => {
    const { code, findings } = await examine({ ANVIL_MODE: 'frozen' })
    expect([code, findings.find(({ check }) => check === 'mode')]).toMatchObject([
      0,
      { state: 'warning', detail: expect.stringContaining('frozen by ANVIL_MODE') },
    ])
  })
})
