import { describe, expect, it } from 'vitest'
import type { Anvil } from '../src/anvil.js'
import { cliEnv, runCli } from './support/cli.js'
import { bundleOf, fresh } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'

const harness = useHarness()
const texts = ['one', 'two', 'three', 'four']

/** Has the folder take the sequences 1 to `count`, one after the other. */
async function ran(count: number): Promise<void> {
  for (const [at, text] of texts.slice(0, count).entries()) {
    harness.forge.publish([bundleOf({ hello: text }, { version: `1.${at}.0` })], fresh(at + 1))
    await harness.fill()
  }
}

async function started(options = {}): Promise<Anvil> {
  const client = harness.client(options)
  await client.start()
  return client
}

describe('a rollback', () => {
  it('makes the generation before run at once, frozen, and says why', async () => {
    await ran(3)
    const client = await started()
    const changed = next(client, 'changed')
    expect(await client.rollback()).toMatchObject({
      from: { sequence: 3 },
      position: { sequence: 2 },
      changed: ['hello'],
    })
    expect(await changed).toMatchObject({ position: { sequence: 2 } })
    expect([client.prompt('hello'), client.status()]).toMatchObject([
      'two',
      { mode: 'frozen', mode_reason: 'rolled back from #3', sequence: 2, source: 'rollback', version: '1.1.0' },
    ])
  })

  it('goes to a named sequence that is kept, and says which are where it is not', async () => {
    await ran(3)
    const client = await started()
    await expect(client.rollback({ to: 7 })).rejects.toMatchObject({
      code: 'history.not_found',
      message: expect.stringContaining('Kept are #2, #1'),
    })
    expect((await client.rollback({ to: 1 })).position).toEqual({ epoch: 1, sequence: 1 })
    expect(client.prompt('hello')).toBe('one')
  })

  it('goes on from where it is, and ends where nothing older is kept', async () => {
    await ran(3)
    const client = await started()
    await client.rollback()
    expect((await client.rollback()).position.sequence).toBe(1)
    await expect(client.rollback()).rejects.toMatchObject({ code: 'history.not_found' })
    expect([client.prompt('hello'), client.status().mode]).toEqual(['one', 'frozen'])
  })

  it('survives a restart with FORGE gone', async () => {
    await ran(3)
    const client = await started()
    await client.rollback()
    await client.close()
    await harness.forge.close()
    const again = await started()
    expect([again.prompt('hello'), again.status()]).toMatchObject(['two', { sequence: 2, mode: 'frozen' }])
  })

  it('is left by accepting, which goes back to the newest, also with FORGE gone', async () => {
    await ran(3)
    const client = await started()
    await client.rollback()
    await harness.forge.close()
    await client.setMode('accepting')
    await expect.poll(() => client.prompt('hello'), { timeout: 5_000 }).toBe('three')
  })

  it('is left by a sync, which takes the newest and stays frozen, over restarts too', async () => {
    await ran(3)
    const client = await started()
    await client.rollback({ to: 1 })
    harness.forge.publish([bundleOf({ hello: 'four' }, { version: '1.3.0' })], fresh(4))
    expect(await client.sync()).toMatchObject({ result: 'applied', position: { sequence: 4 } })
    await client.close()
    const again = await started()
    expect([again.prompt('hello'), again.status()]).toMatchObject(['four', { mode: 'frozen', mode_reason: null }])
  })

  it('leaves the floor where it was: an older manifest from FORGE is refused all the same', async () => {
    await ran(3)
    const client = await started()
    await client.rollback({ to: 1 })
    harness.forge.publish([bundleOf({ hello: 'forged' }, { version: '9.0.0' })], fresh(2))
    await expect(client.sync()).rejects.toMatchObject({ code: 'manifest.rollback' })
    expect(client.prompt('hello')).toBe('one')
  })

  it('shows what FORGE publishes meanwhile as wanted', async () => {
    await ran(2)
    const client = await started()
    await client.rollback()
    harness.forge.publish([bundleOf({ hello: 'three' }, { version: '1.2.0' })], fresh(3))
    await expect.poll(() => client.status().wanted, { timeout: 5_000 }).toEqual({ epoch: 1, sequence: 3 })
    expect(client.prompt('hello')).toBe('one')
  })

  it('is told to FORGE as rolled back', async () => {
    await ran(2)
    const client = await started()
    await expect.poll(() => harness.forge.reports.length, { timeout: 5_000 }).toBeGreaterThan(0)
    await client.rollback()
    await expect
      .poll(() => harness.forge.reports.map(({ report }) => report.ack), { timeout: 5_000 })
      .toContainEqual(expect.objectContaining({ result: 'rolled_back', sequence: 1 }))
    expect(harness.forge.reports.at(-1)?.report).toMatchObject({ mode: 'frozen', have: { sequence: 1 } })
  })

  it('is refused before anything runs, and where state is kept in memory only', async () => {
    const empty = harness.client({ readyTimeoutMs: 0 })
    await empty.start()
    await expect(empty.rollback()).rejects.toMatchObject({ code: 'client.not_ready' })
    await ran(2)
    const client = await started({ cacheDir: false })
    await expect(client.rollback()).rejects.toMatchObject({ code: 'history.not_found' })
  })
})

describe('anvil rollback', () => {
  const anvil = (...args: string[]) => runCli(args, cliEnv(harness))

  it('reaches the running application within a second, and accepting takes it back', async () => {
    await ran(2)
    const client = await started()
    const changed = next(client, 'changed')
    const { code, stdout } = await anvil('rollback')
    expect([code, stdout]).toEqual([0, 'Rolled back from #2 to #1, and frozen there\n~ hello\n'])
    await changed
    expect([client.prompt('hello'), client.status().mode]).toEqual(['one', 'frozen'])
    expect((await anvil('status')).stdout).toContain('Mode:        FROZEN (rolled back from #2)')
    await anvil('mode', 'accepting')
    await expect.poll(() => client.prompt('hello'), { timeout: 5_000 }).toBe('two')
  })

  it.each([
    [['rollback', '--to', '9'], 5, 'Kept are #1'],
    [['rollback', '--to', 'nine'], 2, 'Write a sequence'],
  ])('%j ends with %d', async (args, exit, why) => {
    await ran(2)
    const { code, stderr } = await anvil(...args)
    expect([code, stderr]).toEqual([exit, expect.stringContaining(why)])
  })
})
