import { once } from 'node:events'
import { connect, createServer as createTcp } from 'node:net'
import { gzipSync } from 'node:zlib'
import { sha256Hex, canonicalBytes } from '@anvil/shared/bundle'
import { PROMPT_SET_ID, testForge } from '@anvil/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Anvil } from '../src/anvil.js'
import { ACCESS_TOKEN, bundleOf, fresh } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'
import { push, pushBody, serveHandler } from './support/push.js'

const harness = useHarness()
const one = bundleOf({ hello: 'one' })
const two = bundleOf({ hello: 'two' })
const other = bundleOf({ bye: 'other' }, { prompt_set_id: PROMPT_SET_ID.replace('0b', '1c'), prompt_set: 'other' })

let client: Anvil
let at: Awaited<ReturnType<typeof serveHandler>>

beforeEach(async () => {
  harness.forge.publish([one], fresh(1))
  client = harness.client({ syncIntervalMs: 86_400_000 })
  await client.start()
  const receive = client.receiver()
  at = await serveHandler((req, res) => receive(req, res))
})
afterEach(() => at.close())

const body = (sequence: number, bundles = [two], more = {}) =>
  pushBody(harness.forge, bundles, { manifest: fresh(sequence), ...more })

describe('a push by HTTP', () => {
  it('is applied before it is answered, and says what was done', async () => {
    const answer = await push(at.url, body(2))
    expect(answer).toMatchObject({ status: 200, body: { ack: { result: 'applied', sequence: 2 } } })
    expect([client.prompt('hello'), client.status().source]).toEqual(['two', 'push'])
  })

  it('that comes a second time finds the manifest running', async () => {
    await push(at.url, body(2))
    const changes: unknown[] = []
    client.on('changed', (event) => changes.push(event))
    expect(await push(at.url, body(2))).toMatchObject({ status: 200, body: { ack: { result: 'current' } } })
    expect(changes).toEqual([])
  })

  it('may be compressed', async () => {
    const headers = { 'content-encoding': 'gzip' }
    const bytes = gzipSync(JSON.stringify(body(2)))
    expect(await push(at.url, new Uint8Array(bytes), { headers })).toMatchObject({ status: 200 })
    expect(client.prompt('hello')).toBe('two')
  })

  it('brings several prompt sets at once', async () => {
    expect(await push(at.url, body(2, [two, other]))).toMatchObject({ status: 200 })
    expect([client.prompt('hello'), client.prompt('bye')]).toEqual(['two', 'other'])
  })

  it('without its bundles has them fetched before it is answered', async () => {
    harness.forge.publish([two], fresh(2))
    expect(await push(at.url, body(2, [two], { beside: [] }))).toMatchObject({ status: 200 })
    expect(client.prompt('hello')).toBe('two')
    expect(harness.forge.requests.some((path) => path.includes('/bundles/'))).toBe(true)
  })

  it('lists what is missing where FORGE can not be asked, and is taken when that is sent', async () => {
    await harness.forge.close()
    const lacking = await push(at.url, body(2, [two, other], { beside: [other] }))
    expect(lacking).toMatchObject({
      status: 422,
      body: { ack: { result: 'rejected' }, error: { code: 'bundle.missing' } },
    })
    expect(lacking.body.error?.details).toEqual({ missing: [sha256Hex(canonicalBytes(two))] })
    expect(client.prompt('hello')).toBe('one')
    expect(await push(at.url, body(2, [two, other]))).toMatchObject({ status: 200 })
  })

  it('is refused by a frozen instance, which shows it as wanted', async () => {
    await client.setMode('frozen')
    const answer = await push(at.url, body(2))
    expect(answer).toMatchObject({ status: 409, body: { ack: { result: 'frozen' }, error: { code: 'client.frozen' } } })
    expect([client.prompt('hello'), client.status().wanted]).toEqual(['one', { epoch: 1, sequence: 2 }])
  })

  it.each([
    ['no token', { headers: { authorization: '' } }, 401, 'token.required'],
    ['another token', { token: 'anv_production_abc_def_124' }, 401, 'token.invalid'],
    ['another scheme', { headers: { authorization: 'Basic abc' } }, 401, 'token.required'],
    ['another method', { method: 'GET' }, 405, 'request.method_not_allowed'],
    ['an unknown encoding', { headers: { 'content-encoding': 'br' } }, 400, 'request.invalid'],
    ['gzip that is none', { headers: { 'content-encoding': 'gzip' } }, 400, 'request.malformed_json'],
  ])('with %s is refused, and changes nothing', async (_what, how, status, code) => {
    expect(await push(at.url, body(2), how)).toMatchObject({ status, body: { ack: null, error: { code } } })
    expect(client.prompt('hello')).toBe('one')
  })

  it.each([
    ['no JSON', '{"manifest":', 400],
    ['doubled keys', '{"project_id":"a","project_id":"b"}', 400],
    ['no manifest', '{"bundles":[]}', 400],
    ['too much nesting', `{"bundles":${'['.repeat(200)}${']'.repeat(200)}}`, 400],
    ['half a surrogate pair', '{"forge_url":"\\ud800"}', 400],
  ])('with a body of %s is refused, and changes nothing', async (_what, text, status) => {
    expect((await push(at.url, text)).status).toBe(status)
    expect(client.prompt('hello')).toBe('one')
  })

  it('that unpacks to more than a push may have is refused', async () => {
    const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024, ' '))
    const answer = await push(at.url, new Uint8Array(bomb), { headers: { 'content-encoding': 'gzip' } })
    expect(answer).toMatchObject({ status: 413, body: { error: { code: 'request.too_large' } } })
  })

  it('for another project is refused', async () => {
    const answer = await push(at.url, { ...body(2), project_id: '6f1d7f5c-4b0e-4a4e-9b7e-1c2d3e4f5a6c' })
    expect(answer).toMatchObject({ status: 422, body: { error: { code: 'manifest.wrong_target' } } })
  })

  it('of an older manifest is refused', async () => {
    await push(at.url, body(3))
    const answer = await push(at.url, body(2, [one]))
    expect(answer).toMatchObject({ status: 422, body: { error: { code: 'manifest.rollback' } } })
    expect(client.prompt('hello')).toBe('two')
  })

  it('that another FORGE signed is refused, whatever keysets it brings', async () => {
    const foreign = { ...harness.forge, forge: testForge({ root: 'other', signer: 'other signer' }) }
    const answer = await push(at.url, pushBody(foreign, [two], { manifest: fresh(9) }))
    expect(answer.status).toBe(422)
    expect(answer.body.error?.code).toMatch(/^(keyset|manifest)\./)
    expect(client.prompt('hello')).toBe('one')
  })

  it('of a bundle other than the manifest names has that one fetched instead', async () => {
    harness.forge.publish([two], fresh(2))
    const forged = bundleOf({ hello: 'forged' })
    expect(await push(at.url, body(2, [two], { beside: [forged] }))).toMatchObject({ status: 200 })
    expect(client.prompt('hello')).toBe('two')
  })
})

describe('a receiver', () => {
  it('takes what a body parser of the host has parsed, as an object, a text or bytes', async () => {
    const receive = client.receiver()
    for (const [sequence, parse] of [JSON.parse, String, (text: string) => Buffer.from(text)].entries()) {
      const parsing = await serveHandler(async (req, res) => {
        const chunks: Buffer[] = []
        for await (const chunk of req) chunks.push(chunk)
        receive(Object.assign(req, { body: parse(Buffer.concat(chunks).toString()) }), res)
      })
      expect(await push(parsing.url, body(sequence + 2))).toMatchObject({
        status: 200,
        body: { ack: { result: 'applied' } },
      })
      await parsing.close()
    }
  })

  it('names the line to move where a body parser left nothing of the push', async () => {
    const receive = client.receiver()
    const eating = await serveHandler(async (req, res) => {
      for await (const _ of req);
      receive(req, res)
    })
    const answer = await push(eating.url, body(2))
    expect(answer).toMatchObject({ status: 400 })
    expect(answer.body.error?.message).toContain('above app.use(express.json())')
    await eating.close()
  })

  it('can be mounted before the client is started, and answers 503 until then and after its end', async () => {
    const late = harness.client()
    const receive = late.receiver()
    const early = await serveHandler((req, res) => receive(req, res))
    expect(await push(early.url, body(2))).toMatchObject({ status: 503, body: { error: { code: 'client.not_ready' } } })
    await late.start()
    expect((await push(early.url, body(2))).status).toBe(200)
    await late.close()
    expect((await push(early.url, body(3, [one]))).status).toBe(503)
    await early.close()
  })

  it('survives a push that is cut in the middle', async () => {
    const { hostname, port } = new URL(at.url)
    const socket = connect(Number(port), hostname)
    const head = `POST /anvil/receive HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ACCESS_TOKEN}\r\nContent-Length: 99\r\n\r\n`
    await new Promise((resolve) => socket.write(`${head}{"manifest":`, resolve))
    socket.destroy()
    expect((await push(at.url, body(2))).status).toBe(200)
  })
})

describe('the option port', () => {
  async function freePort(): Promise<number> {
    const server = createTcp().listen(0)
    await once(server, 'listening')
    const address = server.address()
    await new Promise((resolve) => server.close(resolve))
    return typeof address === 'object' && address ? address.port : 0
  }

  it('opens a server that takes pushes at /anvil/receive, nothing else, and goes with the client', async () => {
    const port = await freePort()
    const listening = harness.client({ port, cacheDir: false })
    await listening.start()
    const url = `http://127.0.0.1:${port}/anvil/receive`
    await expect
      .poll(() =>
        push(url, body(2)).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200)
    expect(listening.prompt('hello')).toBe('two')
    expect((await fetch(`http://127.0.0.1:${port}/other`)).status).toBe(404)
    await listening.close()
    await expect(fetch(url)).rejects.toThrow()
  })

  it('that is taken is told as an error and costs nothing else', async () => {
    const taken = createTcp().listen(0)
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const unlucky = harness.client({ port, cacheDir: false })
    const error = next(unlucky, 'error')
    await unlucky.start()
    expect((await error).code).toBe('port.unusable')
    expect(unlucky.prompt('hello')).toBe('one')
    await unlucky.close()
    taken.close()
  })

  it.each([0, 65_536, 1.5])('refuses %s as a mistake of the configuration', async (port) => {
    const wrong = harness.client({ port })
    await expect(wrong.start()).rejects.toThrow(/port must be a whole number/)
  })
})
