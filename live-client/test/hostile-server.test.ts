import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { PROJECT_ID, testForge } from '@anvil/shared/testing'
import { describe, expect, it } from 'vitest'
import type { Anvil } from '../src/anvil.js'
import { ForgeHttp } from '../src/transport/forge-http.js'
import { ACCESS_TOKEN, bundleOf, fresh } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'

const harness = useHarness()
const one = bundleOf({ hello: 'one' })
const two = bundleOf({ hello: 'two' })

/** A client that runs sequence 5, text "one". */
async function running(): Promise<Anvil> {
  harness.forge.publish([one], fresh(5))
  const client = harness.client()
  await client.start()
  return client
}

/** Serves an envelope and waits until the client has refused it; what runs must stay. */
async function refusedWith(envelope: Uint8Array, client: Anvil): Promise<string> {
  const rejected = next(client, 'rejected')
  harness.forge.serve(envelope)
  const { error } = await rejected
  expect([client.prompt('hello'), client.status().sequence]).toEqual(['one', 5])
  return error.code
}

function sendEndless(response: ServerResponse): void {
  while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, 0x20)));
  if (!response.destroyed) response.once('drain', () => sendEndless(response))
}

function sendBomb(response: ServerResponse): void {
  response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(4 * 1024 * 1024)))
}

const signed = (change: object, bundles = [two]) =>
  harness.forge.forge.publish(bundles, { ...fresh(6), ...change }).envelope

describe('a client against a server or proxy that lies', () => {
  it('refuses an older manifest that is played again', async () => {
    const client = await running()
    expect(await refusedWith(signed(fresh(4)), client)).toBe('manifest.rollback')
  })

  it('refuses the same sequence with other content, and says who to tell', async () => {
    const client = await running()
    expect(await refusedWith(signed(fresh(5)), client)).toBe('manifest.equivocation')
    expect(client.status().last_error?.message).toMatch(/operator/)
  })

  it.each([
    ['project', { project_id: '1b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2c' }],
    ['environment', { environment: 'staging' }],
    ['FORGE', { forge_id: '0'.repeat(64) }],
  ])('refuses the manifest of another %s', async (_, change) => {
    const client = await running()
    expect(await refusedWith(signed(change, []), client)).toBe('manifest.wrong_target')
  })

  it('refuses a manifest of an epoch that the root never opened', async () => {
    const client = await running()
    expect(await refusedWith(signed({ epoch: 2 }, []), client)).toBe('manifest.wrong_epoch')
  })

  it('refuses what a stranger signed', async () => {
    const client = await running()
    const stranger = testForge({ root: 'stranger', signer: 'stranger signer' })
    const { envelope } = stranger.publish([], { ...fresh(6), forge_id: harness.forge.forge.root.id })
    expect(await refusedWith(envelope, client)).toBe('manifest.unknown_key')
  })

  it('refuses a manifest with a byte altered', async () => {
    const client = await running()
    const text = Buffer.from(signed({})).toString()
    const at = text.indexOf('"payload":"') + 40
    const other = text[at] === 'A' ? 'B' : 'A'
    const altered = text.slice(0, at) + other + text.slice(at + 1)
    expect(await refusedWith(Buffer.from(altered), client)).toBe('manifest.bad_signature')
  })

  it.each(['', '{}', '[]', 'null', '<html>', '['.repeat(10_000)])(
    'outlives a manifest that reads %.9s',
    async (text) => {
      const client = await running()
      expect(await refusedWith(Buffer.from(text), client)).toBe('manifest.malformed')
    },
  )

  it('asks for no more than is needed of a manifest that asks for a newer client', async () => {
    const client = await running()
    expect(await refusedWith(signed({ min_client: 99 }), client)).toBe('client.too_old')
    expect(harness.forge.requests.filter((path) => path.includes('/bundles/')).length).toBe(1)
  })

  it('refuses an expired manifest only where nothing was recorded before', async () => {
    const expired = { issued_at: '2020-01-01T00:00:00Z', expires_at: '2020-01-08T00:00:00Z' }
    harness.forge.publish([one], { sequence: 5, ...expired })
    const client = harness.client({ readyTimeoutMs: 50 })
    const rejected = next(client, 'rejected')
    await client.start()
    expect((await rejected).error.code).toBe('manifest.expired')
    expect(client.status().state).toBe('NOT_READY')
  })

  it('applies an expired manifest above what it has recorded, and is STALE', async () => {
    const first = { issued_at: '2020-01-01T00:00:00Z', expires_at: '2099-01-01T00:00:00Z' }
    harness.forge.publish([one], { sequence: 5, ...first })
    const client = harness.client()
    await client.start()
    const stale = Promise.all([next(client, 'stale'), next(client, 'changed')])
    harness.forge.publish([two], { sequence: 6, issued_at: '2020-02-01T00:00:00Z', expires_at: '2020-02-08T00:00:00Z' })
    await stale
    expect(client.render('hello')).toMatchObject({ text: 'two', reason: 'STALE' })
  })

  it.each([
    ['that never ends', (response: ServerResponse) => sendEndless(response)],
    ['that is a gzip bomb', (response: ServerResponse) => sendBomb(response)],
  ])('stops reading a bundle %s, and leaves it alone for five minutes', async (_, send) => {
    const client = await running()
    let asked = 0
    harness.forge.script.answer = (request, response) => {
      if (request.url?.includes('/bundles/') !== true) return false
      asked += 1
      send(response)
      return true
    }
    expect(await refusedWith(harness.forge.publish([two], fresh(6)), client)).toBe('bundle.too_large')
    await next(client, 'rejected')
    expect(asked).toBe(1)
  })

  it('refuses a bundle with other bytes, and takes the next manifest', async () => {
    const client = await running()
    const wrong = gzipSync(JSON.stringify({ ...two, version: '9.9.9' }).padEnd(1, ' '))
    harness.forge.script.answer = (request, response) => {
      if (request.url?.includes('/bundles/') !== true) return false
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(wrong)
      return true
    }
    expect(await refusedWith(harness.forge.publish([two], fresh(6)), client)).toBe('bundle.hash_mismatch')
    harness.forge.script.answer = () => false
    const changed = next(client, 'changed')
    harness.forge.publish([bundleOf({ hello: 'three' })], fresh(7))
    await changed
    expect(client.prompt('hello')).toBe('three')
  })

  it('waits for a bundle that is not there yet, without calling it bad', async () => {
    const client = await running()
    harness.forge.script.answer = (request, response) => {
      if (request.url?.includes('/bundles/') !== true) return false
      response.writeHead(503, { 'retry-after': '0' }).end()
      return true
    }
    const rejected = next(client, 'rejected')
    harness.forge.publish([two], fresh(6))
    expect((await rejected).error.code).toBe('forge.unavailable')
    harness.forge.script.answer = () => false
    await next(client, 'changed')
    expect(client.prompt('hello')).toBe('two')
  })

  it('follows no redirect', async () => {
    const client = await running()
    const error = next(client, 'error')
    harness.forge.script.answer = (_, response) => {
      response.writeHead(302, { location: `${harness.forge.url}/elsewhere` }).end()
      return true
    }
    expect((await error).code).toBe('network.unreachable')
    expect(harness.forge.requests).not.toContain('/elsewhere')
  })

  it('does not wait for ever for an answer of one byte a second', async () => {
    harness.forge.script.answer = (_, response) => {
      response.write(' ')
      return true
    }
    const connection = { forgeUrl: harness.forge.url, accessToken: ACCESS_TOKEN }
    const http = new ForgeHttp(connection, PROJECT_ID, { documentMs: 100, bundleMs: 100 })
    await expect(http.fetchManifest(undefined)).rejects.toMatchObject({ code: 'network.unreachable' })
    await expect(http.fetchKeysets(0)).rejects.toMatchObject({ code: 'network.unreachable' })
  })

  it.each([
    ['manifest', 'manifest.too_large'],
    ['keyset', 'keyset.too_large'],
  ])('reads no more of an endless %s than a document may have', async (path, code) => {
    harness.forge.script.answer = (_, response) => {
      sendEndless(response)
      return true
    }
    const http = new ForgeHttp({ forgeUrl: harness.forge.url, accessToken: ACCESS_TOKEN }, PROJECT_ID)
    const asked = path === 'manifest' ? http.fetchManifest(undefined) : http.fetchKeysets(0)
    await expect(asked).rejects.toMatchObject({ code })
  })

  it.each(['', '[]', '{"keysets":{}}', '{"keysets":[1]}', '{"keysets":[],"keysets":[]}'])(
    'outlives keysets that read %s',
    async (body) => {
      const client = await running()
      const error = next(client, 'error')
      harness.forge.script.answer = (request, response) => {
        if (request.url?.includes('/keyset') !== true) return false
        response.end(body)
        return true
      }
      expect((await error).code).toMatch(/^(json|keyset)\./)
      expect(client.prompt('hello')).toBe('one')
    },
  )

  it('says in its state that FORGE refuses its token, and serves on', async () => {
    const client = await running()
    const error = next(client, 'error')
    harness.forge.script.answer = (_, response) => {
      response.writeHead(401, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: { code: 'token.revoked', message: 'Revoked' } }))
      return true
    }
    expect((await error).code).toBe('token.revoked')
    expect(client.status().state).toBe('ERROR')
    expect(client.prompt('hello')).toBe('one')
  })

  it('reports a clock that is a year off', async () => {
    harness.forge.script.answer = (_, response) => {
      response.setHeader('date', new Date(Date.now() + 365 * 86_400_000).toUTCString())
      return false
    }
    const client = await running()
    expect(client.status().connection.clock_skew_ms).toBeLessThan(-364 * 86_400_000)
    expect(harness.lines.join('\n')).toMatch(/clock/)
  })
})
