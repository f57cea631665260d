import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { gunzipSync, gzipSync } from 'node:zlib'
import { AnvilError } from '@anvil/shared'
import { Agent } from 'undici'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { Secret } from '../secrets/secret.js'
import { pushOnce } from './push-once.js'

const BODY = gzipSync('{"bundles":[]}')
const TOKEN = 'anv_production_token'
const DIGEST = 'a'.repeat(64)
const dispatcher = new Agent()
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})
afterAll(() => dispatcher.destroy())

async function receiver(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return `http://127.0.0.1:${address.port}/anvil/receive`
}

const push = (url: string, signal = new AbortController().signal) =>
  pushOnce({ dispatcher, url, token: new Secret(TOKEN), signal }, BODY)

/** What a push comes to where the receiver answers so. */
async function answered(status: number, body: string | Buffer, headers = {}): Promise<unknown> {
  const url = await receiver((req, res) => {
    req.resume().on('end', () => res.writeHead(status, headers).end(body))
  })
  return push(url).catch((error: unknown) => error)
}

const ack = { epoch: 1, sequence: 4, result: 'applied', took_ms: 12 }

describe('a push', () => {
  it('posts the body as it is, with the token, and marked as compressed JSON', async () => {
    const seen: { req: IncomingMessage; body: Buffer }[] = []
    const url = await receiver((req, res) => {
      const chunks: Buffer[] = []
      req.on('data', (chunk: Buffer) => chunks.push(chunk))
      req.on('end', () => {
        seen.push({ req, body: Buffer.concat(chunks) })
        res.end('{"ack":null}')
      })
    })
    expect(await push(url)).toEqual({ ack: null })
    const [{ req, body } = expect.fail('Nothing came')] = seen
    expect([req.method, req.url, gunzipSync(body).toString()]).toEqual(['POST', '/anvil/receive', '{"bundles":[]}'])
    expect(req.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-length': String(BODY.length),
    })
  })

  it.each([200, 409, 422])('reads what the instance did from an answer with status %d', async (status) => {
    expect(await answered(status, JSON.stringify({ ack }))).toEqual({ ack })
  })

  it('hears which bundles are missing, however much else stands in the refusal', async () => {
    const refusal = { code: 'bundle.missing', message: 'x', details: { missing: [DIGEST], more: 1 }, request_id: 'r' }
    expect(await answered(422, JSON.stringify({ ack, error: refusal }))).toEqual({ missing: [DIGEST] })
  })

  it.each([
    ['that names none', { code: 'bundle.missing', details: { missing: [] } }],
    ['that names no digest', { code: 'bundle.missing', details: { missing: ['../etc/passwd'] } }],
    ['that names more than there can be', { code: 'bundle.missing', details: { missing: Array(201).fill(DIGEST) } }],
    ['of another kind', { code: 'manifest.malformed', details: { missing: [DIGEST] } }],
    ['without details', { code: 'bundle.missing' }],
  ])('sends nothing more for a refusal %s, and takes the ack beside it', async (_what, error) => {
    expect(await answered(422, JSON.stringify({ ack, error }))).toEqual({ ack })
  })

  it.each([
    [301, 'The receiver answered 301; a push follows no redirect.'],
    [308, 'The receiver answered 308; a push follows no redirect.'],
    [401, 'The receiver answered with status 401. Its application was started with another access token.'],
    [404, 'The receiver answered with status 404. Is client.receiver() mounted at this path?'],
    [405, 'The receiver answered with status 405. Is client.receiver() mounted for POST?'],
    [413, 'The receiver answered with status 413. Mount client.receiver() above body parsers that have a limit.'],
    [201, 'The receiver answered with status 201.'],
    [503, 'The receiver answered with status 503.'],
  ])('says of status %d what it may come from, whatever the body is', async (status, message) => {
    const told = await answered(status, JSON.stringify({ ack }), { location: 'http://127.0.0.1:9/' })
    expect(told).toBeInstanceOf(AnvilError)
    expect(told).toMatchObject({ code: 'receiver.bad_answer', message })
  })

  it.each([
    ['nothing', ''],
    ['no JSON', '<!doctype html>'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['a key twice', '{"ack":null,"ack":null}'],
    ['__proto__', '{"ack":null,"__proto__":{}}'],
    ['a list', '[]'],
    ['neither ack nor error', '{}'],
    ['an ack with a result that is none', JSON.stringify({ ack: { ...ack, result: 'fine' } })],
    ['more than 64 KiB', JSON.stringify({ ack, more: 'x'.repeat(64 * 1024) })],
  ])('takes no answer that holds %s', async (_what, body) => {
    expect(await answered(200, body)).toMatchObject({ code: 'receiver.bad_answer' })
  })

  it('says that nothing listens, and that an answer broke off, without the token', async () => {
    const gone = await receiver(() => undefined)
    await new Promise((resolve) => servers.pop()?.close(resolve))
    const broken = await receiver((_req, res) => {
      res.writeHead(200, { 'content-length': 99 }).write('{', () => res.destroy())
    })
    const told = await Promise.all([gone, broken].map((url) => push(url).catch((error: unknown) => error)))
    expect(told).toMatchObject([
      { code: 'receiver.unreachable', message: expect.stringMatching(/^The receiver can't be reached: .+\.$/) },
      { code: 'receiver.bad_answer', message: expect.stringMatching(/^The receiver's answer can't be read: .+/) },
    ])
    expect(told.map(String).join() + JSON.stringify(told)).not.toContain(TOKEN)
  })

  it('ends when FORGE stops, though the receiver never answers', async () => {
    const stopping = new AbortController()
    const url = await receiver(() => stopping.abort())
    await expect(push(url, stopping.signal)).rejects.toMatchObject({ code: 'receiver.unreachable' })
  })
})
