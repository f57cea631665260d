import type { LiveInstance } from '@anvil/shared/api'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type LiveOffice, liveOffice } from '../../test/support/live-office.js'
import { handshake, type RawInstance, rawInstance, refusal } from '../../test/support/raw-instance.js'
import { accessToken, deliveries } from '../../test/support/release.js'

let office: LiveOffice
const open: RawInstance[] = []
beforeAll(async () => {
  office = await liveOffice()
})
afterEach(() => {
  for (const instance of open.splice(0)) instance.socket.disconnect()
})
afterAll(() => office.forge.close())

function connect(change: object = {}, token = office.token): RawInstance {
  const instance = rawInstance(office.forge.url, handshake(token, change))
  open.push(instance)
  return instance
}

const head = async () => {
  const { body } = await office.author.call('get', `/projects/${office.projectId}/environments/production/head`)
  return { epoch: body.epoch, sequence: body.sequence }
}

async function seen(id: string, until: (instance: LiveInstance) => boolean = () => true): Promise<LiveInstance> {
  for (;;) {
    const { body } = await office.author.call('get', `/projects/${office.projectId}/environments/production/instances`)
    const found = body.instances.find((instance: LiveInstance) => instance.id === id)
    if (found && until(found)) return found
  }
}

describe('a LIVE instance', () => {
  it('is welcomed with the pace to keep, and sent what it lacks', async () => {
    const instance = connect()
    const welcome = await instance.welcome
    expect(welcome.pace.retry).toEqual({ base_ms: 1000, cap_ms: 60_000 })
    expect(Math.abs(Date.parse(welcome.server_time) - Date.now())).toBeLessThan(60_000)
    const { envelope } = await instance.pushed(1)
    const manifest = JSON.parse(Buffer.from(envelope.payload, 'base64').toString())
    expect(manifest.sequence).toBe((await head()).sequence)
  })

  it('that has the head already is sent nothing until the next publication', async () => {
    const instance = connect({ have: await head() })
    await instance.welcome
    const published = await office.publishText('Hello, {{name}}.')
    const { bundles, fetch_spread_ms } = await instance.pushed(1)
    expect([Object.keys(bundles), fetch_spread_ms]).toEqual([[published.bundles[0]?.sha256], 0])
  })

  it('is shown with what it said of itself, and as silent when it has gone', async () => {
    const instance = connect({ mode: 'frozen', trust: 'first-use' })
    await instance.welcome
    expect(await seen(instance.id)).toMatchObject({
      app: 'shop',
      mode: 'frozen',
      trust: 'first-use',
      contact: 'connected',
    })
    const beat = { state: 'READY', mode: 'accepting', running: { epoch: 1, sequence: 1 }, wanted: null, prompts: 42 }
    instance.socket.emit('heartbeat', { ...beat, counters: { renders: 1, errors: 0, missing: 0 } })
    expect(await seen(instance.id, ({ prompts }) => prompts === 42)).toMatchObject({ mode: 'accepting', sequence: 1 })
    instance.socket.disconnect()
    await seen(instance.id, ({ contact }) => contact === 'silent')
  })

  it('gives its token a last use', async () => {
    const instance = connect()
    await instance.welcome
    await seen(instance.id)
    const { body } = await office.author.call('get', `/projects/${office.projectId}/access-tokens`)
    expect(body.access_tokens[0]).toMatchObject({
      last_used_instance: expect.any(String),
      last_used_at: expect.any(String),
    })
  })
})

describe('a delivery', () => {
  it('says of each instance what it acknowledged, and nothing before', async () => {
    const have = await head()
    const [applies, refuses, rests] = [connect({ have }), connect({ have }), connect({ have, mode: 'frozen' })]
    for (const instance of [applies, refuses, rests]) await Promise.all([instance.welcome, seen(instance.id)])
    const published = await office.publishText('Deliver this to {{name}}.')
    const { epoch, sequence } = published
    for (const instance of [applies, refuses, rests]) await instance.pushed(1)
    const sent = await deliveries(office.author, published, ({ counts }) => (counts.sent ?? 0) >= 3)
    expect(sent).toMatchObject({ successful: false, complete: false })
    applies.ack({ epoch, sequence, took_ms: 7 })
    refuses.ack({ epoch, sequence, result: 'rejected', code: 'bundle.hash_mismatch', detail: 'a bit was wrong' })
    rests.ack({ epoch, sequence, result: 'frozen', code: 'client.frozen' })
    const done = await deliveries(office.author, published, ({ complete }) => complete)
    const states = done.deliveries.map(({ instance_id, state, code, took_ms }) => [instance_id, state, code, took_ms])
    expect(states).toContainEqual([applies.id, 'applied', null, 7])
    expect(states).toContainEqual([refuses.id, 'rejected', 'bundle.hash_mismatch', 1])
    expect(states).toContainEqual([rests.id, 'frozen', 'client.frozen', 1])
    expect(done.successful).toBe(false)
  })

  it('is kept from an ack that comes with the next handshake', async () => {
    const lost = connect({ have: await head() })
    await Promise.all([lost.welcome, seen(lost.id)])
    const published = await office.publishText('Lost and found, {{name}}.')
    await lost.pushed(1)
    lost.socket.disconnect()
    const { epoch, sequence } = published
    const instance = { id: lost.id, app: 'shop', host: 'here', pid: 1, sdk: 'test/0', runtime: 'node' }
    connect({ instance, have: { epoch, sequence }, ack: { epoch, sequence, result: 'applied', took_ms: 3 } })
    const ofLost = ({ deliveries: rows }: { deliveries: { instance_id: string; state: string }[] }) =>
      rows.find((row) => row.instance_id === lost.id)?.state
    const list = await deliveries(office.author, published, (all) => ofLost(all) === 'applied')
    expect(list.counts.applied).toBeGreaterThan(0)
  })
})

describe('FORGE refuses', () => {
  it.each([
    ['a token that is none', () => connect({}, 'nonsense'), 'token.invalid'],
    ['a handshake of another form', () => connect({ instance: { id: 'x' } }), 'request.invalid'],
    [
      'a place that is beyond all numbers',
      () => connect({ have: { epoch: 99_999_999_999, sequence: 1 } }),
      'request.invalid',
    ],
    ['NUL in an address', () => connect({ receiver_url: 'https://example.com/a\0b' }), 'request.invalid'],
    [
      'NUL in a name',
      () => connect({ instance: { id: 'x', app: 'a\0', host: '', pid: 1, sdk: '', runtime: '' } }),
      'request.invalid',
    ],
  ])('%s, saying why and when to come again', async (_, instance, code) => {
    const data = await refusal(instance())
    expect(data).toMatchObject({ code, message: expect.any(String) })
    expect(data?.retry_after_ms).toBeGreaterThan(0)
  })

  it('anything but a websocket', async () => {
    const response = await fetch(`${office.forge.url}/api/v1/live/?EIO=4&transport=polling`)
    expect(response.status).toBe(400)
  })

  it('a frame that is too large', async () => {
    const instance = connect()
    await instance.welcome
    instance.socket.emit('heartbeat', 'x'.repeat(100_000))
    expect(await instance.ended).toBe('transport close')
  })

  it('an event of another form, and a flood of good ones', async () => {
    const wrong = connect()
    await wrong.welcome
    wrong.socket.emit('ack', { epoch: 'one' })
    expect((await wrong.goodbye).code).toBe('request.invalid')
    const flood = connect()
    await flood.welcome
    for (let n = 0; n < 60; n++) flood.ack({ sequence: n })
    expect((await flood.goodbye).code).toBe('request.rate_limited')
  })

  it('goes on for the others when somebody speaks another protocol', async () => {
    const raw = new WebSocket(`${office.forge.url.replace('http', 'ws')}/api/v1/live/?EIO=4&transport=websocket`)
    raw.on('open', () => raw.send(Buffer.from([0xff, 0xfe, 0x00])))
    await new Promise((resolve) => raw.once('close', resolve))
    await connect().welcome
  })
})

describe('a revoked or expired token', () => {
  it('ends its sockets within a second, with the reason', async () => {
    const { value, access_token } = await accessToken(office.author, office.projectId)
    const [cut, stays] = [connect({}, value), connect()]
    await Promise.all([cut.welcome, stays.welcome])
    await office.author
      .call('post', `/projects/${office.projectId}/access-tokens/${access_token.id}/revoke`)
      .expect(200)
    expect((await cut.goodbye).code).toBe('token.revoked')
    await cut.ended
    expect(stays.socket.connected).toBe(true)
    expect(await refusal(connect({}, value))).toMatchObject({ code: 'token.revoked' })
    const manifest = await office.fetch(`/projects/${office.projectId}/manifest`, { token: value })
    expect(manifest.status).toBe(401)
  })
})
