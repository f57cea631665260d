import { writeFile } from 'node:fs/promises'
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

  it('needs no FORGE and no token, and reads a configuration file', async () => {
    const config = join(harness.dir, 'my.json')
    await writeFile(config, JSON.stringify({ projectId: PROJECT_ID, environment: 'production' }))
    const { code, json } = await runCli(['status', '--json', '--config', config], { ANVIL_CACHE_DIR: harness.dir })
    expect([code, json]).toMatchObject([0, { state: 'NOT_READY', environment: 'production', trust: 'none' }])
  })
})
