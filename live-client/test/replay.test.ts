import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sealKeyset } from '@anvil/shared/bundle'
import { aKeyset, testForge, testKey } from '@anvil/shared/testing'
import { describe, expect, it, vi } from 'vitest'
import type { Anvil } from '../src/anvil.js'
import { ACCESS_TOKEN, bundleOf, fresh, startForgeServer, time } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'
import { type LiveServer, serveSockets } from './support/live-server.js'

const harness = useHarness()
const root = testKey('root')
const signer = testKey('signer')
const one = bundleOf({ hello: 'one' })
const two = bundleOf({ hello: 'two' })
const offline = { forgeUrl: 'http://127.0.0.1:1', readyTimeoutMs: 20 }
const OTHER_PROJECT = '1b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2c'

const signed = (change: object, bundles = [two]): Uint8Array => harness.forge.forge.publish(bundles, change).envelope

/** What a client must not take, and the code it says so with, whichever way it comes. */
const REFUSED: [string, () => Uint8Array, string][] = [
  ['an older manifest, played again', () => signed(fresh(4)), 'manifest.rollback'],
  [
    'the manifest of another project',
    () => signed({ ...fresh(6), project_id: OTHER_PROJECT }, []),
    'manifest.wrong_target',
  ],
  [
    'the manifest of another environment',
    () => signed({ ...fresh(6), environment: 'staging' }),
    'manifest.wrong_target',
  ],
  ['the same sequence with other content', () => signed(fresh(5)), 'manifest.equivocation'],
  ['an epoch that the root never opened', () => signed({ ...fresh(6), epoch: 7 }), 'manifest.wrong_epoch'],
  [
    'what a key signed after its end',
    () => signed({ ...fresh(6), issued_at: '2027-06-01T00:00:00Z', expires_at: '2027-06-08T00:00:00Z' }),
    'manifest.revoked_key',
  ],
]

async function scopeOf(dir: string): Promise<string> {
  const [scope = ''] = (await readdir(dir)).filter((name) => name.endsWith('-production'))
  return join(dir, scope)
}

/** Has a client take the head into a folder of its own; where that is. */
async function fillApart(name: string): Promise<string> {
  const cacheDir = join(harness.dir, name)
  const client = harness.client({ cacheDir }, { live: false })
  await client.start()
  await client.sync()
  await client.close()
  return cacheDir
}

describe('by pull', () => {
  it.each(REFUSED)('%s is refused, over a restart too', async (_, envelope, code) => {
    harness.forge.publish([one], fresh(5))
    const client = harness.client()
    await client.start()
    const rejected = next(client, 'rejected')
    harness.forge.serve(envelope())
    expect((await rejected).error.code).toBe(code)
    await client.close()
    const again = harness.client()
    const refused = next(again, 'rejected')
    await again.start()
    expect((await refused).error.code).toBe(code)
    expect([again.prompt('hello'), again.status().sequence]).toEqual(['one', 5])
  })
})

describe('by push', () => {
  async function connected(live: LiveServer): Promise<Anvil> {
    harness.forge.publish([one], fresh(5))
    const client = harness.client({ transport: 'auto', syncIntervalMs: 3_600_000 })
    const heartbeat = live.nextHeartbeat()
    await client.start()
    await heartbeat
    return client
  }

  it.each(REFUSED)('%s is refused, and what runs stays', async (_, envelope, code) => {
    const live = serveSockets(harness.forge)
    const client = await connected(live)
    const rejected = next(client, 'rejected')
    live.push(envelope())
    expect((await rejected).error.code).toBe(code)
    expect([client.prompt('hello'), client.status().sequence]).toEqual(['one', 5])
  })

  it.each([
    ['an older one', 4, 'manifest.rollback'],
    ['another one of the same sequence', 5, 'manifest.equivocation'],
  ])('%s is told to FORGE with its code', async (_, sequence, code) => {
    const live = serveSockets(harness.forge)
    await connected(live)
    const ack = live.nextAck(sequence, 'rejected')
    live.push(signed(fresh(sequence)))
    expect(await ack).toMatchObject({ code, detail: expect.stringContaining(`sequence ${sequence}`) })
  })

  it('the same manifest a hundred times is applied once', async () => {
    const live = serveSockets(harness.forge)
    const client = await connected(live)
    const changes: unknown[] = []
    client.on('changed', (change) => changes.push(change))
    const envelope = harness.forge.publish([two], fresh(6))
    for (let time = 0; time < 100; time += 1) live.push(envelope)
    await vi.waitFor(() => expect(client.prompt('hello')).toBe('two'), 10_000)
    const last = live.nextAck(6, 'current')
    live.push(envelope)
    await last
    expect(changes.length).toBe(1)
  })
})

describe('by a file', () => {
  it.each(REFUSED)('%s is refused, though a person asks for it', async (_, envelope, code) => {
    harness.forge.publish([one], fresh(5))
    const file = join(harness.dir, 'in.anvil')
    const client = harness.client({}, { live: false })
    await client.start()
    await client.sync({ out: file })
    const text = await readFile(file, 'utf8')
    const at = text.indexOf('"manifest":') + '"manifest":'.length
    await writeFile(file, `${text.slice(0, at)}${Buffer.from(envelope()).toString()}}`)
    await expect(client.sync({ file })).rejects.toMatchObject({ code })
    expect([client.prompt('hello'), client.status().sequence]).toEqual(['one', 5])
  })
})

describe('by the disk', () => {
  it('an older folder, put back as a whole, is what this folder has recorded; FORGE then brings it forward', async () => {
    harness.forge.publish([one], fresh(4))
    await harness.fill()
    await cp(harness.dir, join(harness.dir, '..', 'copy-of-folder'), { recursive: true })
    harness.forge.publish([two], fresh(5))
    await harness.fill()
    const scope = await scopeOf(harness.dir)
    await rm(scope, { recursive: true })
    await cp(await scopeOf(join(harness.dir, '..', 'copy-of-folder')), scope, { recursive: true })
    await rm(join(harness.dir, '..', 'copy-of-folder'), { recursive: true })
    const client = harness.client()
    const changed = next(client, 'changed')
    await client.start()
    expect(client.prompt('hello')).toBe('one')
    await changed
    expect(client.prompt('hello')).toBe('two')
  })

  it.each(['last-good.anvil', 'highest.anvil', 'saving.json'])(
    'an older %s alone does not take the folder back',
    async (name) => {
      harness.forge.publish([one], fresh(4))
      await harness.fill()
      const path = join(await scopeOf(harness.dir), name)
      const old = await readFile(path)
      harness.forge.publish([two], fresh(5))
      await harness.fill()
      await writeFile(path, old)
      const client = harness.client(offline)
      await client.start()
      expect([client.prompt('hello'), client.status().sequence]).toEqual(['two', 5])
    },
  )

  it.each([
    ['project', OTHER_PROJECT, 'production'],
    ['environment', testForge().target.project_id, 'staging'],
  ])('the folder of another %s, moved here, serves nothing', async (_, projectId, environment) => {
    harness.forge.publish([one], fresh(5))
    const from = await scopeOf(await fillApart('from'))
    await cp(from, join(harness.dir, `${projectId}-${environment}`), { recursive: true })
    const accessToken = ACCESS_TOKEN.replace('production', environment)
    const client = harness.client({ ...offline, projectId, accessToken })
    await client.start()
    expect([client.status().state, client.status().prompts]).toEqual(['NOT_READY', 0])
    expect(() => client.prompt('hello')).toThrow(expect.objectContaining({ code: 'client.not_ready' }))
  })

  it('a folder that a stranger filled for the same project serves nothing, and is put aside', async () => {
    const stranger = await startForgeServer(testForge({ root: 'stranger', signer: 'stranger signer' }))
    stranger.publish([two], fresh(99))
    const before = harness.client({ forgeUrl: stranger.url, rootKey: stranger.forge.rootKey }, { live: false })
    await before.start()
    await before.sync()
    await before.close()
    await stranger.close()
    harness.forge.publish([one], fresh(5))
    const client = harness.client()
    await client.start()
    expect([client.prompt('hello'), client.status().sequence]).toEqual(['one', 5])
    expect(await readdir(await scopeOf(harness.dir))).toContain('discarded')
  })
})

describe('an unknown key', () => {
  it('has the keysets fetched once, and the manifest judged by them', async () => {
    harness.forge.publish([one], fresh(5))
    const live = serveSockets(harness.forge)
    const client = harness.client({ transport: 'auto', syncIntervalMs: 3_600_000 })
    const heartbeat = live.nextHeartbeat()
    await client.start()
    await heartbeat
    const second = testKey('second signer')
    const issued_at = time(Date.now() - 1_000_000)
    harness.forge.keysets.push(sealKeyset(aKeyset(root, [signer, second], { number: 2, issued_at }), [root]))
    const before = harness.forge.requests.length
    harness.forge.publish([two], fresh(6))
    const ack = live.nextAck(6)
    live.push(testForge({ signer: 'second signer' }).publish([two], { ...fresh(6), keyset: 2 }).envelope)
    expect((await ack).result).toBe('applied')
    const asked = harness.forge.requests.slice(before)
    expect(asked.filter((path) => path.includes('/keyset'))).toEqual(['/api/v1/keyset?from=1'])
  })

  it('that no keyset lists is refused after one question, not after many', async () => {
    harness.forge.publish([one], fresh(5))
    const live = serveSockets(harness.forge)
    const client = harness.client({ transport: 'auto', syncIntervalMs: 3_600_000 })
    const heartbeat = live.nextHeartbeat()
    await client.start()
    await heartbeat
    const before = harness.forge.requests.length
    const rejected = next(client, 'rejected')
    live.push(testForge({ signer: 'nobody' }).publish([two], fresh(6)).envelope)
    expect((await rejected).error.code).toBe('manifest.unknown_key')
    expect(harness.forge.requests.slice(before)).toEqual(['/api/v1/keyset?from=1'])
    expect(client.prompt('hello')).toBe('one')
  })
})
