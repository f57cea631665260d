import type { ServerResponse } from 'node:http'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { sha256Hex } from '@anvil/shared/bundle'
import type { ManifestEntry } from '@anvil/shared'
import { PROJECT_ID } from '@anvil/shared/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ForgeHttp, type HttpTimeouts } from '../src/transport/forge-http.js'
import { ACCESS_TOKEN, bundleOf, fresh } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'

const harness = useHarness()
const made: ForgeHttp[] = []
const body = Buffer.from(JSON.stringify({ text: 'a bundle '.repeat(200) }))
const signal = new AbortController().signal

const entry: ManifestEntry = {
  prompt_set_id: '0b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2c',
  prompt_set: 'onboarding',
  version: '1.0.0',
  sha256: sha256Hex(body),
  bytes: body.length,
  gzip_bytes: gzipSync(body).length,
}

function http(timeouts?: HttpTimeouts): ForgeHttp {
  const client = new ForgeHttp({ forgeUrl: harness.forge.url, accessToken: ACCESS_TOKEN }, PROJECT_ID, timeouts)
  made.push(client)
  return client
}

/** Answers every request so. */
function answer(send: (response: ServerResponse) => void): void {
  harness.forge.script.answer = (_, response) => {
    send(response)
    return true
  }
}

/** A gzip of empty blocks: it never ends, and nothing ever comes out of it. */
function sendEmptyGzip(response: ServerResponse): void {
  response.writeHead(200, { 'content-encoding': 'gzip' })
  response.write(Buffer.from('1f8b0800000000000003', 'hex'))
  const blocks = Buffer.alloc(50_000, Buffer.from('000000ffff', 'hex'))
  const more = (): void => {
    while (!response.destroyed && response.write(blocks));
    if (!response.destroyed) response.once('drain', more)
  }
  more()
}

const DOCUMENTS: [string, (client: ForgeHttp) => Promise<unknown>, string][] = [
  ['bundle', (client) => client.fetchBundle(entry, signal), 'bundle'],
  ['manifest', (client) => client.fetchManifest(undefined), 'manifest'],
  ['keyset', (client) => client.fetchKeysets(0), 'keyset'],
]

describe('a request to FORGE', () => {
  afterEach(() => {
    for (const client of made.splice(0)) client.close()
  })

  it.each(DOCUMENTS)(
    'for a %s counts the compressed bytes as well: a gzip that never ends and holds nothing is cut off',
    async (_, ask, noun) => {
      answer(sendEmptyGzip)
      await expect(ask(http())).rejects.toMatchObject({ code: `${noun}.too_large` })
    },
  )

  it.each(DOCUMENTS)('for a %s stops at the first byte too many of a gzip bomb', async (_, ask, noun) => {
    const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024))
    answer((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    await expect(ask(http())).rejects.toMatchObject({ code: `${noun}.too_large` })
  })

  it.each(DOCUMENTS)('for a %s takes no gzip that is none', async (_, ask, noun) => {
    answer((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(body))
    await expect(ask(http())).rejects.toMatchObject({
      code: `${noun}.malformed`,
      message: expect.stringMatching(/proxy/),
    })
  })

  it.each(DOCUMENTS)('for a %s takes no gzip that was cut short and called whole', async (_, ask, noun) => {
    answer((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body).subarray(0, -20)))
    await expect(ask(http())).rejects.toMatchObject({ code: `${noun}.malformed` })
  })

  it.each(DOCUMENTS)(
    "for a %s that is cut in the middle is the network's fault, not the document's",
    async (_, ask) => {
      answer((response) => {
        response.writeHead(200, { 'content-length': '10000' })
        response.write('{"', () => response.destroy())
      })
      await expect(ask(http())).rejects.toMatchObject({
        code: 'network.unreachable',
        message: expect.stringMatching(/middle of its answer/),
      })
    },
  )

  it.each(DOCUMENTS)('for a %s does not wait for ever for one byte after the other', async (_, ask) => {
    answer((response) => void response.write(' '))
    const failure = { code: 'network.unreachable', message: expect.stringMatching(/within 0.1 s/) }
    await expect(ask(http({ documentMs: 100, bundleMs: 100 }))).rejects.toMatchObject(failure)
  })

  it.each(DOCUMENTS)('for a %s does not wait for ever for a head', async (_, ask) => {
    answer(() => undefined)
    const failure = { code: 'network.unreachable', message: expect.stringMatching(/within 0.1 s/) }
    await expect(ask(http({ documentMs: 100, bundleMs: 100 }))).rejects.toMatchObject(failure)
  })

  it.each([301, 302, 303, 307, 308])('follows no redirect (%d), and says what to set', async (status) => {
    answer((response) => response.writeHead(status, { location: `${harness.forge.url}/elsewhere` }).end())
    const failure = { code: 'network.unreachable', message: expect.stringMatching(/redirect.*ANVIL_FORGE_URL/) }
    await expect(http().fetchManifest(undefined)).rejects.toMatchObject(failure)
    expect(harness.forge.requests).not.toContain('/elsewhere')
  })

  it('takes no encoding that it did not ask for', async () => {
    answer((response) => response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync(body)))
    const failure = { code: 'forge.unavailable', message: expect.stringMatching(/"br".*proxy/) }
    await expect(http().fetchBundle(entry, signal)).rejects.toMatchObject(failure)
  })

  it.each([
    ['as FORGE compressed it', { 'content-encoding': 'gzip' }, gzipSync(body)],
    ['as a proxy compressed it anew, badly', { 'content-encoding': 'gzip' }, gzipSync(body, { level: 0 }).subarray(0)],
    ['as a proxy unpacked it', {}, body],
  ])('takes a bundle %s', async (_, headers, bytes) => {
    answer((response) => response.writeHead(200, headers).end(bytes))
    const roomy = { ...entry, gzip_bytes: entry.bytes + 64 }
    expect(Buffer.from(await http().fetchBundle(roomy, signal)).equals(body)).toBe(true)
  })

  it('takes no bundle of more bytes than the manifest names, nor of more than any may have', async () => {
    answer((response) => response.end(body))
    const short = { ...entry, bytes: entry.bytes - 1 }
    await expect(http().fetchBundle(short, signal)).rejects.toMatchObject({ code: 'bundle.too_large' })
    answer((response) => response.end(Buffer.alloc(17 * 1024 * 1024)))
    const huge = { ...entry, bytes: 2 ** 40, gzip_bytes: 2 ** 40 }
    await expect(http().fetchBundle(huge, signal)).rejects.toMatchObject({ code: 'bundle.too_large' })
  })

  it('says what FORGE said, and how long it asked to be left alone', async () => {
    answer((response) => {
      response.writeHead(429, { 'retry-after': '7', 'content-type': 'application/json' })
      response.end('{"error":{"code":"request.rate_limited","message":"Too often. Wait a little."}}')
    })
    await expect(http().fetchManifest(undefined)).rejects.toMatchObject({
      code: 'request.rate_limited',
      message: 'Too often. Wait a little.',
      details: { retry_after_ms: 7_000 },
    })
  })

  it.each([
    [401, '', 'token.invalid'],
    [500, '<html>', 'forge.unavailable'],
    [502, '{"error":', 'forge.unavailable'],
    [418, '{"error":{"code":"of a newer FORGE","message":"?"}}', 'internal'],
    [503, '[]', 'forge.unavailable'],
  ])('tells a refusal with status %d that reads %j as %s', async (status, text, code) => {
    answer((response) => response.writeHead(status).end(text))
    await expect(http().fetchKeysets(0)).rejects.toMatchObject({ code })
  })

  it('reads no more of a refusal than a refusal needs', async () => {
    answer((response) => response.writeHead(500).end(Buffer.alloc(1024 * 1024, 0x20)))
    await expect(http().fetchManifest(undefined)).rejects.toMatchObject({ code: 'forge.unavailable' })
  })

  it('tells the time of FORGE where the answer has one that is a time', async () => {
    harness.forge.publish([], fresh(1))
    expect((await http().fetchManifest(undefined)).serverTime).toBeGreaterThan(Date.now() - 60_000)
    harness.forge.script.answer = (_, response) => {
      response.setHeader('date', 'yesterday evening')
      return false
    }
    expect((await http().fetchManifest(undefined)).serverTime).toBeUndefined()
  })

  it('ends at once where its asker no longer wants it, before and while it is answered', async () => {
    const abort = new AbortController()
    answer((response) => {
      response.write(' ')
      abort.abort()
    })
    await expect(http().fetchBundle(entry, abort.signal)).rejects.toMatchObject({ code: 'network.unreachable' })
    const before = harness.forge.requests.length
    await expect(http().fetchBundle(entry, abort.signal)).rejects.toMatchObject({ code: 'network.unreachable' })
    expect(harness.forge.requests.length).toBe(before)
  })

  it('ends with the client, and none begins after it', async () => {
    const client = http()
    answer((response) => {
      response.write(' ')
      client.close()
    })
    await expect(client.fetchManifest(undefined)).rejects.toMatchObject({ code: 'client.closed' })
    await expect(client.fetchKeysets(0)).rejects.toMatchObject({ code: 'client.closed' })
  })

  it('keeps its connection for the next one, and leaves none behind', async () => {
    const connections = new Set<unknown>()
    harness.forge.http.on('connection', (socket) => connections.add(socket))
    harness.forge.publish([], fresh(1))
    const client = http()
    for (let round = 0; round < 5; round += 1) await client.fetchManifest(undefined)
    expect(connections.size).toBe(1)
    client.close()
    await vi.waitFor(async () => {
      const open = await new Promise((resolve) => harness.forge.http.getConnections((_, count) => resolve(count)))
      expect(open).toBe(0)
    }, 10_000)
  })
})

describe('a client whose bundle', () => {
  it('was cut in the middle asks for it again, and does not call it bad', async () => {
    harness.forge.publish([bundleOf({ hello: 'one' })], fresh(1))
    const client = harness.client()
    await client.start()
    harness.forge.script.answer = (request, response) => {
      if (request.url?.includes('/bundles/') !== true) return false
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': '1000' })
      response.write(Buffer.from('1f8b', 'hex'), () => response.destroy())
      return true
    }
    const rejected = next(client, 'rejected')
    harness.forge.publish([bundleOf({ hello: 'two' })], fresh(2))
    expect((await rejected).error.code).toBe('network.unreachable')
    harness.forge.script.answer = () => false
    await next(client, 'changed')
    expect(client.prompt('hello')).toBe('two')
  })
})
