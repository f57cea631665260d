import { gzipSync } from 'node:zlib'
import { canonicalBytes, sha256Hex } from '@anvil/shared/bundle'
import { beforeEach, describe, expect, it } from 'vitest'
import { bundleOf, fresh } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'
import { type LiveServer, pushOf, serveSockets } from './support/live-server.js'

const harness = useHarness()
const HOUR = 3_600_000
let live: LiveServer

/** Seldom looks by itself, so that what arrives has come by the socket. */
const options = { transport: 'auto', syncIntervalMs: HOUR } as const
const one = bundleOf({ hello: 'one' })
const two = bundleOf({ hello: 'two' }, { version: '1.3.0' })

function inline(bundle: typeof one): Record<string, string> {
  const bytes = canonicalBytes(bundle)
  return { [sha256Hex(bytes)]: gzipSync(bytes).toString('base64') }
}

describe('the socket', () => {
  beforeEach(() => {
    live = serveSockets(harness.forge)
  })

  async function connected(more = {}, overrides = {}) {
    harness.forge.publish([one], fresh(1))
    const client = harness.client({ ...options, ...more }, overrides)
    const heartbeat = live.nextHeartbeat()
    await client.start()
    await heartbeat
    return client
  }

  it('says who connects and what it runs', async () => {
    const client = await connected({ instance: { app: 'shop', labels: { region: 'eu' } } })
    expect(live.handshakes[0]).toMatchObject({
      token: 'anv_production_abc_def_123',
      instance: { app: 'shop', labels: { region: 'eu' }, pid: process.pid },
      mode: 'accepting',
      insecure: false,
    })
    expect(client.status().connection.via).toBe('socket')
  })

  it('says that its keys are pinned as soon as it has them', async () => {
    harness.forge.script.answer = ({ url }, response) => {
      if (url?.startsWith('/api/v1/keyset') !== true || live.heartbeats.length > 0) return false
      response.writeHead(503).end()
      return true
    }
    await connected({ readyTimeoutMs: 0 })
    const trusted = () => live.heartbeats.map(({ trust }) => trust)
    await expect.poll(trusted, { timeout: 20_000 }).toContain('pinned')
    expect(trusted()[0]).toBe('none')
  })

  it('swaps to what is pushed with its bundles, without a request, and acknowledges it', async () => {
    const client = await connected()
    const before = harness.forge.requests.length
    const { envelope } = harness.forge.forge.publish([two], fresh(2))
    const ack = live.nextAck(2)
    live.push(envelope, inline(two))
    expect(await ack).toMatchObject({ epoch: 1, sequence: 2, result: 'applied' })
    expect(client.prompt('hello')).toBe('two')
    expect(client.status().source).toBe('push')
    expect(harness.forge.requests.length).toBe(before)
  })

  it('fetches by digest what did not come along', async () => {
    const client = await connected()
    const ack = live.nextAck(2)
    live.push(harness.forge.publish([two], fresh(2)))
    expect((await ack).result).toBe('applied')
    expect(client.prompt('hello')).toBe('two')
    expect(harness.forge.requests.at(-1)).toMatch(/^\/api\/v1\/bundles\/sha256-/)
  })

  it('fetches a bundle whose copy beside the manifest is bad', async () => {
    const client = await connected()
    const envelope = harness.forge.publish([two], fresh(2))
    const [digest = ''] = Object.keys(inline(two))
    const ack = live.nextAck(2)
    live.push(envelope, { [digest]: gzipSync('{}').toString('base64') })
    expect((await ack).result).toBe('applied')
    expect(client.prompt('hello')).toBe('two')
  })

  it('takes the manifest that comes with the welcome', async () => {
    const { envelope } = harness.forge.forge.publish([two], fresh(2))
    live.greeting = { ...live.greeting, manifest: pushOf(envelope, inline(two)) }
    const ack = live.nextAck(2)
    const client = harness.client(options)
    await client.start()
    expect(await ack).toMatchObject({ sequence: 2, result: 'applied' })
    expect(client.prompt('hello')).toBe('two')
  })

  it('acknowledges a second copy as current', async () => {
    await connected()
    const { envelope } = harness.forge.forge.publish([two], fresh(2))
    const first = live.nextAck(2)
    live.push(envelope, inline(two))
    await first
    const second = live.nextAck(2, 'current')
    live.push(envelope, inline(two))
    expect(await second).toMatchObject({ sequence: 2, result: 'current' })
  })

  it('says with a code why it rejects, and keeps what runs', async () => {
    const client = await connected()
    const ack = live.nextAck(2)
    live.push(harness.forge.forge.publish([two], { ...fresh(2), environment: 'staging' }).envelope)
    await expect(Promise.race([ack, next(client, 'rejected')])).resolves.toMatchObject({
      error: { code: 'manifest.wrong_target' },
    })
    expect(client.prompt('hello')).toBe('one')
  })

  it('comes back after it was cut, and says again what it acknowledged last', async () => {
    await connected()
    const { envelope } = harness.forge.forge.publish([two], fresh(2))
    const ack = live.nextAck(2)
    live.push(envelope, inline(two))
    await ack
    const again = live.nextHandshake()
    live.sockets[0]?.disconnect(true)
    expect(await again).toMatchObject({
      have: { epoch: 1, sequence: 2 },
      ack: { sequence: 2, result: 'applied' },
    })
  })

  it('comes back after FORGE refused it for a while', async () => {
    live.refusal = { code: 'request.rate_limited', message: 'Too many', retry_after_ms: 10 }
    const first = live.nextHandshake()
    const client = harness.client({ ...options, readyTimeoutMs: 0 }, { random: () => 0.01 })
    await client.start()
    await first
    live.refusal = undefined
    await live.nextHeartbeat()
    expect(client.status().connection.via).toBe('socket')
  })

  it('slows down and says why when its token is refused, and goes on serving', async () => {
    const client = await connected()
    const failed = next(client, 'error')
    live.refusal = { code: 'token.revoked', message: 'This token was revoked. Use another one.' }
    live.sockets[0]?.disconnect(true)
    await failed
    const refused = await new Promise((resolve) =>
      client.on('error', ({ code }) => code === 'token.revoked' && resolve(code)),
    )
    expect(refused).toBe('token.revoked')
    expect(client.status()).toMatchObject({ state: 'ERROR', last_error: { code: 'token.revoked' } })
    expect(client.render('hello').text).toBe('one')
  })

  it('tells why it was cut when FORGE said goodbye', async () => {
    const client = await connected()
    const error = next(client, 'error')
    live.sockets[0]?.emit('goodbye', { code: 'token.expired', message: 'This token ended yesterday.' })
    live.sockets[0]?.disconnect(true)
    expect(await error).toMatchObject({ code: 'token.expired', message: 'This token ended yesterday.' })
  })

  it('tells at once when its mode changes', async () => {
    const client = await connected()
    const heartbeat = live.nextHeartbeat()
    await client.setMode('frozen')
    expect(await heartbeat).toMatchObject({ mode: 'frozen', state: 'READY', prompts: 1, running: { sequence: 1 } })
  })

  it('tells what prompt() did since the last heartbeat', async () => {
    const client = await connected()
    client.prompt('hello')
    client.prompt('nothing', {}, { fallback: '' })
    const heartbeat = live.nextHeartbeat()
    await client.setMode('frozen')
    expect((await heartbeat).counters).toEqual({ renders: 1, errors: 1, missing: 0 })
  })

  it('outlives greetings, pushes and goodbyes of any form', async () => {
    const client = await connected()
    const [socket] = live.sockets
    const rejected = next(client, 'error')
    socket?.emit('manifest', { not: 'text' })
    socket?.emit('goodbye', 7)
    socket?.emit('manifest', '{"envelope":1,"envelope":2}')
    expect(await rejected).toMatchObject({ code: 'json.duplicate_key' })
    const again = live.nextHandshake()
    socket?.emit('welcome', 'hello')
    await again
    expect(client.prompt('hello')).toBe('one')
  })

  it('takes a connection on which nothing is heard for a minute for dead', async () => {
    let ahead = 0
    const clock = { now: () => Date.now(), monotonic: () => performance.now() + ahead }
    await connected({}, { clock })
    const again = live.nextHandshake()
    ahead = 61_000
    await again
    expect(live.handshakes.length).toBe(2)
  })
})
