import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Anvil } from '../src/anvil.js'
import { bundleOf, fresh } from './support/forge-server.js'
import { useHarness } from './support/harness.js'

const NOW = Date.parse('2030-01-01T00:00:00Z')
const harness = useHarness()
let client: Anvil
beforeEach(async () => {
  harness.forge.publish([bundleOf({ hello: 'one' })], fresh(1))
  await harness.fill()
  client = harness.client({}, { live: false, clock: { now: () => NOW, monotonic: () => performance.now() } })
  await client.start()
})
afterEach(() => client.close())

/** A second client of the same folder, as another process would be. */
async function statusElsewhere() {
  const other = harness.client({}, { live: false, clock: { now: () => NOW, monotonic: () => 0 } })
  await other.start()
  return other.status()
}

it.each([Number.NaN, Infinity, -Infinity, -1, 0, 8.64e15, JSON.parse('"1h"'), null])(
  'refuses to freeze for %j milliseconds, with a code, and stays as it was',
  async (forMs) => {
    await expect(client.setMode('frozen', { reason: 'launch', forMs })).rejects.toMatchObject({
      name: 'AnvilError',
      code: 'request.invalid',
      message: expect.stringContaining('forMs'),
    })
    expect(client.status()).toMatchObject({ mode: 'accepting', mode_reason: null, mode_until: null })
    expect(await statusElsewhere()).toMatchObject({ mode: 'accepting' })
  },
)

it.each(['Frozen', 'FROZEN', '', 'paused', null, undefined, 1])(
  'refuses the mode %j, so that nobody believes it frozen',
  async (mode) => {
    const wrong = JSON.parse(JSON.stringify({ mode }))
    await expect(client.setMode(wrong.mode)).rejects.toMatchObject({
      code: 'request.invalid',
      message: expect.stringMatching(/accepting or frozen/),
    })
    expect(await statusElsewhere()).toMatchObject({ mode: 'accepting' })
  },
)

it('tells the others of its folder for how long and why, and what comes last counts', async () => {
  await client.setMode('frozen', { reason: 'launch', forMs: 1 })
  expect(await statusElsewhere()).toMatchObject({
    mode: 'frozen',
    mode_reason: 'launch',
    mode_until: '2030-01-01T00:00:00.001Z',
  })
  await client.setMode('frozen')
  expect(await statusElsewhere()).toMatchObject({ mode: 'frozen', mode_reason: null, mode_until: null })
  await client.setMode('accepting')
  expect(await statusElsewhere()).toMatchObject({ mode: 'accepting', mode_until: null })
})

it.each([
  ['before it was started', 'client.not_ready', async () => harness.client()],
  ['after it was closed', 'client.closed', async () => client.close().then(() => client)],
])('can’t be set %s', async (_, code, find) => {
  await expect((await find()).setMode('frozen')).rejects.toMatchObject({ code })
})
