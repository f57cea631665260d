import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PROJECT_ID } from '@anvil/shared/testing'
import { describe, expect, it } from 'vitest'
import { type CliResult, cliEnv, runCli } from './support/cli.js'
import { bundleOf, fresh } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'

const harness = useHarness()
const anvil = (args: string[], env: NodeJS.ProcessEnv = {}): Promise<CliResult> =>
  runCli(args, { ...cliEnv(harness), ...env })

describe('anvil sync', () => {
  it('takes the newest prompts and prints what changed', async () => {
    harness.forge.publish([bundleOf({ hello: 'one', gone: 'x' })], fresh(1))
    expect((await anvil(['sync'])).code).toBe(0)
    harness.forge.publish([bundleOf({ hello: 'two', more: 'y' }, { version: '1.3.0' })], fresh(2))
    const { code, stdout } = await anvil(['sync'])
    expect([code, stdout.split('\n')]).toEqual([
      0,
      ['Applied #2: 1 added, 1 changed, 1 removed', '+ more', '~ hello', '- gone', ''],
    ])
    expect((await anvil(['sync', '--json'])).json).toMatchObject({ schemaVersion: 1, result: 'current' })
  })

  it('only looks with --check, and ends with 9 when there is something new', async () => {
    harness.forge.publish([bundleOf({ hello: 'one' })], fresh(1))
    const { code, json } = await anvil(['sync', '--check', '--json'])
    expect([code, json]).toMatchObject([9, { result: 'would_apply', added: ['hello'], position: { sequence: 1 } }])
    expect((await anvil(['status', '--json'])).json).toMatchObject({ state: 'NOT_READY', prompts: 0 })
    await anvil(['sync'])
    expect((await anvil(['sync', '--check'])).code).toBe(0)
  })

  it('writes a file that another folder takes without FORGE', async () => {
    harness.forge.publish([bundleOf({ hello: 'carried' })], fresh(4))
    const file = join(harness.dir, 'out.anvil')
    expect((await anvil(['sync', '--out', file])).code).toBe(0)
    const env = { ANVIL_FORGE_URL: '', ANVIL_ACCESS_TOKEN: '', ANVIL_ENVIRONMENT: 'production' }
    const apart = { ...env, ANVIL_CACHE_DIR: join(harness.dir, 'apart') }
    const { code, json } = await anvil(['sync', '--file', file, '--json'], apart)
    expect([code, json]).toMatchObject([0, { result: 'applied', added: ['hello'], position: { sequence: 4 } }])
    expect((await anvil(['status', '--json'], apart)).json).toMatchObject({
      sequence: 4,
      trust: 'pinned',
      state: 'READY',
    })
  })

  it('reaches the running application within a second, also when that is frozen', async () => {
    harness.forge.publish([bundleOf({ hello: 'one' })], fresh(1))
    await harness.fill()
    const client = harness.client({ mode: 'frozen' })
    await client.start()
    const changed = next(client, 'changed')
    harness.forge.publish([bundleOf({ hello: 'two' })], fresh(2))
    expect((await anvil(['sync'])).code).toBe(0)
    const since = performance.now()
    expect(await changed).toMatchObject({ changed: ['hello'] })
    expect(performance.now() - since).toBeLessThan(1_000)
    expect(client.prompt('hello')).toBe('two')
  })

  it('ends with a code for each kind of failure', async () => {
    harness.forge.publish([bundleOf({ hello: 'one' })], fresh(1))
    const usage = await anvil(['sync'], { ANVIL_PROJECT_ID: 'x' })
    const token = await anvil(['sync'], { ANVIL_ACCESS_TOKEN: 'anv_production_zzz_zzz_zzz' })
    const network = await anvil(['sync'], { ANVIL_FORGE_URL: 'http://127.0.0.1:1' })
    const integrity = await anvil(['sync'], { ANVIL_ROOT_KEY: `ed25519:${'A'.repeat(43)}` })
    expect([usage.code, token.code, network.code, integrity.code]).toEqual([2, 4, 7, 8])
    expect(network.stderr).toMatch(/can't be reached/)
    expect([usage.stdout, token.stdout, network.stdout, integrity.stdout]).toEqual(['', '', '', ''])
  })

  it('tells a failure as JSON too', async () => {
    const { json } = await anvil(['sync', '--json'], { ANVIL_FORGE_URL: 'http://127.0.0.1:1' })
    expect(json).toMatchObject({ schemaVersion: 1, error: { code: 'network.unreachable' } })
  })

  it('never shows the access token', async () => {
    const { stdout, stderr } = await anvil(['sync'], { ANVIL_FORGE_URL: 'http://127.0.0.1:1' })
    expect(stdout + stderr).not.toContain('anv_production')
  })

  it.each([
    ['sync', '--fil', 'x'],
    ['sync', '--check', '--out', 'x'],
    ['unknown'],
    ['mode', 'cold'],
    ['mode', '--for', '1h'],
  ])('calls anvil %s %s a wrong usage', async (...args) => {
    expect((await anvil(args)).code).toBe(2)
  })

  it.each([
    [['show', '--json'], /^missing required argument 'id'\. Run anvil --help for all commands\.$/],
    [['mode', 'frozen', '--for', '5x', '--json'], /'5x' is invalid\. Write a number and a unit.* Run anvil --help/],
    [['mode', '--for', '5h', '--json'], /^--reason and --for need a mode/],
  ])('says what is wrong with anvil %j as JSON too', async (args, message) => {
    const { code, json } = await anvil(args)
    const error = { code: 'command.invalid', message: expect.stringMatching(message) }
    expect([code, json]).toMatchObject([2, { schemaVersion: 1, error }])
  })
})

describe('anvil mode', () => {
  it('freezes the running application within a second, says why, and lets it go again', async () => {
    harness.forge.publish([bundleOf({ hello: 'one' })], fresh(1))
    const client = harness.client()
    await client.start()
    const frozen = next(client, 'mode')
    const { code, stdout } = await anvil(['mode', 'frozen', '--reason', 'launch week', '--for', '48h'])
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Mode: FROZEN \(launch week, until 20/)])
    expect(await frozen).toMatchObject({ mode: 'frozen', reason: 'launch week' })
    const accepting = next(client, 'mode')
    expect((await anvil(['mode', 'accepting', '--json'])).json).toMatchObject({ mode: 'accepting', until: null })
    expect(await accepting).toMatchObject({ mode: 'accepting' })
  })

  it('is refused with 6 by a configuration that says frozen, and names the setting', async () => {
    const { code, stderr } = await anvil(['mode', 'accepting'], { ANVIL_MODE: 'frozen' })
    expect([code, stderr]).toEqual([6, expect.stringContaining('ANVIL_MODE')])
  })
})

describe('anvil status', () => {
  it('prints the lines of the design', async () => {
    harness.forge.publish([bundleOf({ hello: 'one' })], fresh(1))
    await anvil(['sync'])
    const { stdout } = await anvil(['status'])
    for (const line of [
      `FORGE:       ${harness.forge.url}`,
      `Project:     ${PROJECT_ID}`,
      'Mode:        ACCEPTING',
      'Version:     1.2.3',
      'Prompts:     1',
      'State:       READY',
      'Trust:       pinned',
    ])
      expect(stdout.split('\n')).toContain(line)
    expect(stdout).toMatch(/Last sync: +20/)
  })

  it('names the version of each set where several are published', async () => {
    const support = { prompt_set: 'support', prompt_set_id: '1b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2c', version: '2.0.0' }
    harness.forge.publish([bundleOf({ hello: 'one' }), bundleOf({ help: 'yes' }, support)], fresh(2))
    await anvil(['sync'])
    const lines = (await anvil(['status'])).stdout.split('\n')
    const at = lines.indexOf('Version:     production#2')
    expect(lines.slice(at, at + 4)).toEqual([
      'Version:     production#2',
      'Set:         onboarding 1.2.3',
      'Set:         support 2.0.0',
      'Prompts:     2',
    ])
  })

  it('needs no FORGE and no token, and reads a configuration file', async () => {
    const config = join(harness.dir, 'my.json')
    await writeFile(config, JSON.stringify({ projectId: PROJECT_ID, environment: 'production' }))
    const { code, json } = await runCli(['status', '--json', '--config', config], { ANVIL_CACHE_DIR: harness.dir })
    expect([code, json]).toMatchObject([0, { state: 'NOT_READY', environment: 'production', trust: 'none' }])
  })

  it('in a folder where nothing is configured says what is missing, and where it is to be had', async () => {
    const { code, stdout, stderr } = await runCli(['status'], {})
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/ANVIL_PROJECT_ID.*ANVIL_ENVIRONMENT.*FORGE hands out/)
  })

  it('in a fresh folder says what to do next, whether FORGE can be reached or not', async () => {
    const { code, stdout } = await anvil(['status'], { ANVIL_FORGE_URL: 'http://127.0.0.1:1' })
    expect([code, stdout]).toEqual([0, expect.stringMatching(/State: +NOT_READY[\s\S]*Next: +run anvil sync to take/)])
    const bare = { ANVIL_FORGE_URL: '', ANVIL_ACCESS_TOKEN: '', ANVIL_ENVIRONMENT: 'production' }
    expect((await anvil(['status'], bare)).stdout).toMatch(/Next: +set ANVIL_FORGE_URL and ANVIL_ACCESS_TOKEN/)
    const frozen = await anvil(['status'], { ANVIL_MODE: 'frozen' })
    expect(frozen.stdout).toMatch(/Next: +run anvil sync.*frozen applications take nothing else/)
  })

  it('shows nothing to do next where all is well, and what to do where it may be old', async () => {
    harness.forge.publish([bundleOf({ hello: 'one' })], { ...fresh(1), expires_at: '2099-01-01T00:00:00Z' })
    await anvil(['sync'])
    expect((await anvil(['status'])).stdout).not.toContain('Next:')
    const stale = await anvil(['status'], { ANVIL_STALE_AFTER_MS: '100' })
    expect(stale.stdout).toMatch(/State: +STALE[\s\S]*Next: +run anvil sync: nothing has confirmed/)
  })
})

describe('a command whose folder can not be written', () => {
  it.each([[['mode', 'frozen']], [['sync']]])('fails, for nothing was kept: anvil %j', async (args) => {
    harness.forge.publish([bundleOf({ hello: 'one' })], fresh(1))
    const file = join(harness.dir, 'file')
    await writeFile(file, '')
    const { code, stdout, stderr } = await anvil(args, { ANVIL_CACHE_DIR: join(file, 'cache') })
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/Nothing was kept.*can't be used.*mend the folder/)
  })
})

describe('a command that FORGE does not answer', () => {
  it('says which address, why, and what to check', async () => {
    const { code, stderr } = await anvil(['sync'], { ANVIL_FORGE_URL: 'http://127.0.0.1:1' })
    expect([code, stderr]).toEqual([7, expect.stringMatching(/127\.0\.0\.1:1 can't be reached: .*ECONNREFUSED.*Check/)])
  })
})

describe('anvil', () => {
  it('tells its version, which is that of its package', async () => {
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
    expect(await runCli(['--version'], {})).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('says what to do where nothing runs, not that it goes on trying: a command ends', async () => {
    const { code, stdout, stderr } = await anvil(['render', 'hello'])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('Run anvil sync to take the newest.')
    expect(stderr).not.toContain('goes on trying')
  })
})
