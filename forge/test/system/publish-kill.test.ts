import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Anvil, createAnvil } from '@anvil/live-client'
import type { DeliveryList, Publication } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.js'
import { parseConfig } from '../../src/config.js'
import { startForge } from '../../src/server.js'
import { lock, newPromptSet, openOffice } from '../support/content.js'
import { newProject } from '../support/factories.js'
import { type KillableForge, killableForge, type KillableProcess, type Stage } from '../support/killable-forge.js'
import { handshake, type RawInstance, rawInstance } from '../support/raw-instance.js'
import { accessToken } from '../support/release.js'

interface Answer<T> {
  status: number
  body: T
}

interface App {
  client: Anvil
  /** The sequences it swapped to since it was started. */
  swaps: number[]
}

/** A project with one prompt set locked at 1.0.0, for one test. */
interface Shop {
  projectId: string
  setId: string
  token: string
}

const patient = { timeout: 60_000, interval: 100 }
let place: KillableForge
let forge: KillableProcess
let folder: string
let session: string
let rootKey: string
let shop: Shop
const shops: Shop[] = []
const instances: RawInstance[] = []
const apps: App[] = []

beforeAll(async () => {
  place = await killableForge()
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-kill-apps-'))
  const first = await startForge({ ...parseConfig(place.env), port: 0 })
  const office = await openOffice({ ctx: first.ctx, app: createApp(first.ctx) })
  for (const name of ['before', 'after', 'half-way', 'answered']) {
    const { id: projectId } = await newProject(office.author, office.organisationId, name)
    const set = await newPromptSet(office.author, projectId, 'Greetings')
    await set.write('hello', 'Hello {{name}}')
    await lock(set, office.reviewer)
    const { value } = await accessToken(office.author, projectId)
    shops.push({ projectId, setId: set.id, token: value })
  }
  session = office.author.token
  rootKey = first.ctx.signing.rootKey
  await first.close()
})
beforeEach(async () => {
  const next = shops.shift()
  if (!next) throw new Error('Each test needs a project of its own')
  shop = next
  forge = await place.start()
})
afterEach(async () => {
  for (const instance of instances.splice(0)) instance.socket.disconnect()
  for (const { client } of apps.splice(0)) await client.close()
  await forge.kill()
})
afterAll(async () => {
  await place.remove()
  await rm(folder, { recursive: true })
})

async function call<T>(end: string, body?: object, key = ''): Promise<Answer<T>> {
  const headers = { authorization: `Bearer ${session}`, 'content-type': 'application/json', 'idempotency-key': key }
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) }
  const url = `${forge.url}/api/v1/projects/${shop.projectId}/environments/production${end}`
  const response = await fetch(url, init)
  return { status: response.status, body: JSON.parse(await response.text()) }
}

const head = async () => (await call<{ sequence: number; publication_id: string }>('/head')).body
const publish = (key: string) => {
  const sets = [{ prompt_set_id: shop.setId, version: '1.0.0' }]
  return call<Publication>('/publications', { kind: 'publish', sets }, key)
}
const listed = async (id: string) => (await call<DeliveryList>(`/publications/${id}/deliveries`)).body

function connect(sequence: number, change: object = {}): RawInstance {
  const instance = rawInstance(forge.url, handshake(shop.token, { have: { epoch: 1, sequence }, ...change }))
  instances.push(instance)
  return instance
}

/** Connects an instance anew that runs this sequence; it sends its last acknowledgement again, as a client does. */
function reconnect({ id }: RawInstance, sequence: number, acknowledged: boolean): RawInstance {
  const instance = { id, app: 'shop', host: 'here', pid: 1, sdk: 'test/0', runtime: 'node' }
  const ack = { epoch: 1, sequence, result: 'applied', took_ms: 1 }
  return connect(sequence, { instance, ...(acknowledged ? { ack } : {}) })
}

/** A real application, which would look by itself every five minutes at the earliest. */
async function startApp(name: string): Promise<App> {
  const { projectId, token: accessToken } = shop
  const place = { forgeUrl: forge.url, projectId, accessToken, rootKey, cacheDir: path.join(folder, name) }
  const client = createAnvil({ ...place, logger: false, syncIntervalMs: 300_000 })
  const swaps: number[] = []
  client.on('changed', ({ position }) => swaps.push(position.sequence))
  const app = { client, swaps }
  apps.push(app)
  await client.start()
  await expect.poll(() => client.status().connection.via, patient).toBe('socket')
  swaps.splice(0)
  return app
}

const knownInstances = (count: number) =>
  expect
    .poll(async () => {
      const { body } = await call<{ instances: { contact: string }[] }>('/instances')
      return body.instances.filter(({ contact }) => contact === 'connected').length
    }, patient)
    .toBe(count)

/** Publishes, lets FORGE come as far as the stage, and kills it there; the request gets no answer. */
async function publishAndKill(stage: Stage, key: string): Promise<void> {
  await forge.stopAt(stage)
  const reached = forge.reached()
  const unanswered = publish(key).catch((error: unknown) => error)
  await reached
  await forge.kill()
  const answer = await unanswered
  if (stage !== 'half-way') expect(answer).toBeInstanceOf(Error)
}

/** What the database holds of an idempotency key, of the outbox, and of the newest publication's deliveries. */
async function rowsOf(db: Knex, key: string) {
  const publications: { id: string; sequence: number }[] = await db('publications')
    .join('environments', 'environments.id', 'publications.environment_id')
    .where({ 'publications.project_id': shop.projectId, slug: 'production' })
    .orderBy('sequence')
    .select('publications.id', 'sequence')
  const newest = publications.at(-1)
  const unannounced = db('publication_outbox').whereNull('announced_at')
  const states: string[] = await db('deliveries').where({ publication_id: newest?.id }).pluck('state')
  return {
    sequences: publications.map(({ sequence }) => sequence),
    newest: newest?.id,
    keys: await db('idempotency_keys').where({ key }).pluck('publication_id'),
    unannounced: await unannounced.pluck('publication_id'),
    states: states.toSorted(),
  }
}

const upTo = (sequence: number) => Array.from({ length: sequence + 1 }, (_, at) => at)

describe('FORGE killed while it publishes', () => {
  it('before it stored anything has published nothing, and the retry publishes once', async () => {
    const before = await head()
    const key = randomUUID()
    await publishAndKill('before commit', key)
    const rows = await place.read((db) => rowsOf(db, key))
    expect(rows).toMatchObject({ sequences: upTo(before.sequence), newest: before.publication_id })
    expect([rows.keys, rows.unannounced]).toEqual([[], []])
    forge = await place.start()
    expect(await head()).toMatchObject({ sequence: before.sequence, publication_id: before.publication_id })
    const [retried, again] = [await publish(key), await publish(key)]
    expect([retried.status, again.status, again.body.id]).toEqual([201, 201, retried.body.id])
    await forge.kill()
    const after = await place.read((db) => rowsOf(db, key))
    expect(after).toMatchObject({ sequences: upTo(before.sequence + 1), keys: [retried.body.id] })
  })

  it('after it stored the publication announces it from the outbox when it is back, and the retry adds nothing', async () => {
    const app = await startApp('after-commit')
    const before = await head()
    const raw = connect(before.sequence)
    await raw.welcome
    await knownInstances(2)
    const key = randomUUID()
    await publishAndKill('after commit', key)
    await raw.ended
    expect([raw.pushes, app.swaps]).toEqual([[], []])
    const stored = await place.read((db) => rowsOf(db, key))
    expect(stored).toMatchObject({ sequences: upTo(before.sequence + 1), states: [], unannounced: [stored.newest] })

    forge = await place.start()
    await expect.poll(() => app.swaps, patient).toEqual([before.sequence + 1])
    expect(app.client.prompt('hello', { name: 'Ada' })).toBe('Hello Ada')
    const back = reconnect(raw, before.sequence, false)
    await back.pushed(1)
    back.ack({ epoch: 1, sequence: before.sequence + 1 })
    const retried = await publish(key)
    expect([retried.status, retried.body.id]).toEqual([201, stored.newest])
    await expect
      .poll(() => listed(retried.body.id), patient)
      .toMatchObject({ successful: true, counts: { applied: 2 } })
    await forge.kill()
    const after = await place.read((db) => rowsOf(db, key))
    expect(after).toMatchObject({ sequences: stored.sequences, states: ['applied', 'applied'], unannounced: [] })
    expect(app.swaps).toEqual([before.sequence + 1])
  })

  it('half-way through telling its instances reaches the rest, and nobody applies it twice', async () => {
    const first = await startApp('told')
    const before = await head()
    const fleet = Array.from({ length: 60 }, () => connect(before.sequence))
    await Promise.all(fleet.map((instance) => instance.welcome))
    const last = await startApp('not-told')
    await knownInstances(62)
    const key = randomUUID()
    await publishAndKill('half-way', key)
    const sequence = before.sequence + 1
    await Promise.all(fleet.map((instance) => instance.ended))
    await expect.poll(() => last.client.status().connection.via, patient).not.toBe('socket')
    const [told, untold] = [
      fleet.filter(({ pushes }) => pushes.length > 0),
      fleet.filter((one) => one.pushes.length === 0),
    ]
    expect([told.length > 0, untold.length > 0]).toEqual([true, true])
    await expect.poll(() => first.swaps, patient).toEqual([sequence])
    expect([last.swaps, last.client.status().sequence, last.client.has('hello')]).toEqual([[], before.sequence, false])
    const stored = await place.read((db) => rowsOf(db, key))
    expect(stored).toMatchObject({ sequences: upTo(sequence), unannounced: [stored.newest] })
    expect(stored.states).not.toContain('applied')

    forge = await place.start()
    for (const instance of told) await reconnect(instance, sequence, true).welcome
    for (const instance of untold) {
      const back = reconnect(instance, before.sequence, false)
      await back.pushed(1)
      back.ack({ epoch: 1, sequence })
    }
    await expect.poll(() => last.swaps, patient).toEqual([sequence])
    const id = stored.newest ?? ''
    await expect.poll(() => listed(id), patient).toMatchObject({ complete: true, counts: { applied: 62 } })
    await expect.poll(() => first.client.status().connection.via, patient).toBe('socket')
    await forge.kill()
    const after = await place.read((db) => rowsOf(db, key))
    expect(after).toMatchObject({ sequences: upTo(sequence), unannounced: [], keys: [id] })
    expect(after.states).toEqual(Array.from({ length: 62 }, () => 'applied'))
    expect([first.swaps, last.swaps]).toEqual([[sequence], [sequence]])
    const { projectId: project_id } = shop
    const running = await place.read((db) => db('live_instances').where({ project_id }).pluck('sequence'))
    expect(running).toEqual(Array.from({ length: 62 }, () => sequence))
  })

  it('after it answered has kept what it answered', async () => {
    const before = await head()
    const key = randomUUID()
    const { status, body } = await publish(key)
    await forge.kill()
    expect(status).toBe(201)
    const rows = await place.read((db) => rowsOf(db, key))
    expect(rows).toMatchObject({ sequences: upTo(before.sequence + 1), newest: body.id, keys: [body.id] })
    forge = await place.start()
    expect(await head()).toMatchObject({ sequence: body.sequence, publication_id: body.id })
    expect((await publish(key)).body).toEqual(body)
  })
})
