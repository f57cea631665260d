import { beforeEach, describe, expect, it } from 'vitest'
import { bundleOf, fresh } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'
import { serveSockets } from './support/live-server.js'

const harness = useHarness()

const TRANSPORTS = [
  ['the socket', 'auto', true],
  ['the socket where no socket is served', 'auto', false],
  ['pull', 'pull', true],
] as const

describe.each(TRANSPORTS)('a client by %s', (_, transport, hasSockets) => {
  beforeEach(() => {
    if (hasSockets) serveSockets(harness.forge)
  })

  const start = async (readyTimeoutMs = 5_000) => {
    const client = harness.client({ transport, readyTimeoutMs }, { random: () => 0.01 })
    await client.start()
    return client
  }

  it('gets its first manifest', async () => {
    harness.forge.publish([bundleOf({ hello: 'one' })], fresh(1))
    expect((await start()).prompt('hello')).toBe('one')
  })

  it('converges to what is published, however many publications it missed', async () => {
    harness.forge.publish([bundleOf({ hello: 'one' })], fresh(1))
    const client = await start()
    const changed = next(client, 'changed')
    for (const sequence of [2, 3, 4]) harness.forge.publish([bundleOf({ hello: `text ${sequence}` })], fresh(sequence))
    await changed
    while (client.status().sequence !== 4) await next(client, 'changed')
    expect(client.prompt('hello')).toBe('text 4')
  })

  it('comes back after FORGE was gone', async () => {
    harness.forge.publish([bundleOf({ hello: 'one' })], fresh(1))
    const client = await start()
    const error = next(client, 'error')
    harness.forge.script.answer = (_, response) => {
      response.destroy()
      return true
    }
    harness.forge.http.closeAllConnections()
    await error
    harness.forge.publish([bundleOf({ hello: 'two' })], fresh(2))
    const changed = next(client, 'changed')
    harness.forge.script.answer = () => false
    await changed
    expect(client.status()).toMatchObject({ sequence: 2, state: 'READY' })
  })

  it('asks with what it knows, and takes 304 for an answer', async () => {
    harness.forge.publish([bundleOf({ hello: 'one' })], fresh(1))
    const client = await start()
    const asked = () => harness.forge.requests.filter((path) => path.endsWith('/manifest')).length
    const before = asked()
    while (asked() < before + 2) await new Promise(setImmediate)
    expect(client.status()).toMatchObject({ sequence: 1, state: 'READY' })
    expect(harness.forge.requests.filter((path) => path.includes('/bundles/')).length).toBe(1)
  })

  it('learns of keysets in every round', async () => {
    harness.forge.publish([bundleOf({ hello: 'one' })], fresh(1))
    await start()
    const asked = () => harness.forge.requests.filter((path) => path === '/api/v1/keyset?from=1').length
    while (asked() < 2) await new Promise(setImmediate)
    expect(harness.forge.requests[0]).toBe('/api/v1/keyset?from=0')
  })

  it('closes at once, twice, whatever it is doing', async () => {
    harness.forge.script.answer = () => true
    const client = harness.client({ transport })
    const started = client.start()
    await client.close()
    await client.close()
    await started
    expect(client.status().state).toBe('NOT_READY')
  })
})
