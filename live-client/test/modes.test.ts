import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeAnvilFile } from '@anvil/shared/bundle'
import { describe, expect, it } from 'vitest'
import type { Anvil } from '../src/anvil.js'
import { cliEnv, runCli } from './support/cli.js'
import { bundleOf, fresh } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'

const harness = useHarness()
const one = bundleOf({ hello: 'one' })
const two = bundleOf({ hello: 'two' })
const three = bundleOf({ hello: 'three' })

/** Resolves when a line of the log matches. */
async function line(pattern: RegExp): Promise<void> {
  while (!harness.lines.some((text) => pattern.test(text))) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** Resolves when a client has noticed a newer manifest that it refuses. */
async function wanted(client: Anvil, sequence: number): Promise<void> {
  await line(new RegExp(`refused #${sequence}: frozen`))
  expect(client.status().wanted).toEqual({ epoch: 1, sequence })
}

async function startedWith(bundle: typeof one, sequence: number, options = {}): Promise<Anvil> {
  harness.forge.publish([bundle], fresh(sequence))
  await harness.fill()
  const client = harness.client(options)
  await client.start()
  return client
}

describe('a frozen client', () => {
  it('refuses what FORGE publishes, shows it as wanted, and keeps what runs', async () => {
    const client = await startedWith(one, 1, { mode: 'frozen' })
    harness.forge.publish([two], fresh(2))
    await wanted(client, 2)
    expect([client.prompt('hello'), client.status().sequence]).toEqual(['one', 1])
  })

  it('takes the head by sync', async () => {
    const client = await startedWith(one, 1, { mode: 'frozen' })
    harness.forge.publish([two], fresh(2))
    await wanted(client, 2)
    expect(await client.sync()).toMatchObject({ result: 'applied', position: { sequence: 2 }, changed: ['hello'] })
    expect([client.prompt('hello'), client.status().wanted]).toEqual(['two', null])
  })

  it('raises no floor by what it refuses', async () => {
    const client = await startedWith(one, 1, { mode: 'frozen' })
    harness.forge.publish([three], fresh(3))
    await wanted(client, 3)
    harness.forge.publish([two], fresh(2))
    expect((await client.sync()).position).toEqual({ epoch: 1, sequence: 2 })
  })

  it('judges freshness by the newest manifest it has seen, not by the one it runs', async () => {
    const soon = { ...fresh(1), expires_at: new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+/, '') }
    harness.forge.publish([one], soon)
    await harness.fill()
    let ahead = 0
    const clock = { now: () => Date.now() + ahead, monotonic: () => performance.now() }
    const client = harness.client({ mode: 'frozen' }, { clock })
    await client.start()
    harness.forge.publish([two], fresh(2))
    await wanted(client, 2)
    ahead = 2 * 86_400_000
    expect(client.render('hello').reason).toBe('STATIC')
    ahead = 9 * 86_400_000
    expect(client.render('hello').reason).toBe('STALE')
  })

  it('never takes a first manifest by itself, and names anvil sync', async () => {
    harness.forge.publish([one], fresh(1))
    const client = harness.client({ mode: 'frozen' })
    await client.start()
    await wanted(client, 1)
    expect(client.status().state).toBe('NOT_READY')
    expect(() => client.prompt('hello')).toThrow(/anvil sync/)
    await client.sync()
    expect(client.prompt('hello')).toBe('one')
  })

  it('serves its bootstrap file where nothing else was verified', async () => {
    const file = join(harness.dir, 'start.anvil')
    const { envelope, bundles } = harness.forge.forge.publish([one], fresh(1))
    const plain = new Map([...bundles].map(([digest, { bytes }]) => [digest, bytes]))
    await writeFile(file, writeAnvilFile({ keysets: harness.forge.keysets, manifest: envelope, bundles: plain }))
    harness.forge.publish([two], fresh(2))
    const client = harness.client({ mode: 'frozen', bootstrap: file })
    await client.start()
    await wanted(client, 2)
    expect([client.prompt('hello'), client.status().source]).toEqual(['one', 'bootstrap'])
    await client.sync()
    await client.close()
    const again = harness.client({ mode: 'frozen', bootstrap: file })
    await again.start()
    expect(again.prompt('hello')).toBe('two')
  })

  it('is not moved by what an accepting process of its folder takes', async () => {
    const client = await startedWith(one, 1, { mode: 'frozen' })
    const other = harness.client()
    await other.start()
    const changed = next(other, 'changed')
    harness.forge.publish([two], fresh(2))
    await changed
    await wanted(client, 2)
    await other.close()
    expect(client.prompt('hello')).toBe('one')
  })

  it('stays frozen over a restart when the folder says so, and until its time has passed', async () => {
    const client = await startedWith(one, 1)
    await client.setMode('frozen', { reason: 'launch week', forMs: 3_600_000 })
    await client.close()
    harness.forge.publish([two], fresh(2))
    let ahead = 0
    const clock = { now: () => Date.now() + ahead, monotonic: () => performance.now() }
    const again = harness.client({}, { clock })
    await again.start()
    await wanted(again, 2)
    expect(again.status()).toMatchObject({ mode: 'frozen', mode_reason: 'launch week' })
    const mode = next(again, 'mode')
    const changed = next(again, 'changed')
    ahead = 3_700_000
    expect(await mode).toMatchObject({ mode: 'accepting' })
    await changed
    expect(again.prompt('hello')).toBe('two')
  })

  it('can not be set to accepting against its configuration', async () => {
    const client = await startedWith(one, 1, { mode: 'frozen' })
    await expect(client.setMode('accepting')).rejects.toMatchObject({
      code: 'client.frozen',
      message: expect.stringContaining('the option mode'),
    })
    expect(client.status().mode).toBe('frozen')
  })
})

describe('the mode', () => {
  it('set by one process holds in the others of the folder', async () => {
    const client = await startedWith(one, 1)
    const other = harness.client()
    await other.start()
    const heard = next(other, 'mode')
    await client.setMode('frozen', { reason: 'incident' })
    expect(await heard).toMatchObject({ mode: 'frozen', reason: 'incident' })
  })

  it('lets a client run again to the head when it accepts again', async () => {
    const client = await startedWith(one, 1)
    await client.setMode('frozen')
    harness.forge.publish([two], fresh(2))
    await wanted(client, 2)
    const changed = next(client, 'changed')
    await client.setMode('accepting')
    await changed
    expect(client.status()).toMatchObject({ sequence: 2, wanted: null })
  })
})

describe('a mode record that can not be read', () => {
  async function recordOf(): Promise<string> {
    const [scope = ''] = (await readdir(harness.dir)).filter((name) => name.endsWith('-production'))
    return join(harness.dir, scope, 'mode.json')
  }

  it.each(['', '{', 'null', '{"mode":"frozen?"}', '\u0000'])(
    'but reads %j counts as frozen, so what may have been frozen takes nothing',
    async (content) => {
      await (await startedWith(one, 1)).close()
      await writeFile(await recordOf(), content)
      harness.forge.publish([two], fresh(2))
      const client = harness.client()
      await client.start()
      await wanted(client, 2)
      expect([client.prompt('hello'), client.status().mode_reason]).toEqual(['one', 'mode record unreadable'])
      const warnings = harness.lines.filter((text) => /mode\.json.*counts as frozen.*anvil mode accepting/.test(text))
      expect(warnings.length).toBe(1)
    },
  )

  it('but is a folder counts as frozen too', async () => {
    await (await startedWith(one, 1)).close()
    await mkdir(await recordOf())
    const client = harness.client({ forgeUrl: 'http://127.0.0.1:1', readyTimeoutMs: 20 })
    await client.start()
    expect([client.prompt('hello'), client.status().mode]).toEqual(['one', 'frozen'])
  })

  it('freezes a client that runs already, until a person sets the mode anew', async () => {
    const client = await startedWith(one, 1)
    await client.setMode('accepting')
    const frozen = next(client, 'mode')
    await writeFile(await recordOf(), '{"mode":')
    expect(await frozen).toMatchObject({ mode: 'frozen', reason: 'mode record unreadable' })
    const accepting = next(client, 'mode')
    expect((await runCli(['mode', 'accepting'], cliEnv(harness))).code).toBe(0)
    expect(await accepting).toMatchObject({ mode: 'accepting' })
  })
})
