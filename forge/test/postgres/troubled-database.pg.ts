import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Anvil, createAnvil } from '@anvil/live-client'
import type { DeliveryList } from '@anvil/shared/api'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type OpenDatabase, openPostgres } from '../../src/db/open-database.js'
import { type LiveOffice, liveOffice } from '../support/live-office.js'
import { deliveries } from '../support/release.js'
import { type Cluster, ownCluster } from './support/cluster.js'
import { again, expectEach, type Publisher, publishAllTheTime, renderAllTheTime } from './support/load.js'
import { type SlowLine, slowLine } from './support/slow-line.js'

const POOL = 4
const MAX_CONNECTIONS = 20

let cluster: Cluster
let line: SlowLine
let database: OpenDatabase
let office: LiveOffice
let folder: string
const apps: Anvil[] = []

beforeAll(async () => {
  cluster = await ownCluster(MAX_CONNECTIONS)
  line = await slowLine(cluster)
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-trouble-'))
  database = openPostgres(`postgres://anvil@127.0.0.1:${line.port}/postgres`, POOL)
  office = await liveOffice({ database })
})
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close()
})
afterAll(async () => {
  await office.forge.close()
  await line.close()
  await cluster.remove()
  await rm(folder, { recursive: true })
})

async function start(name: string): Promise<Anvil> {
  const app = createAnvil({
    forgeUrl: office.forge.url,
    projectId: office.projectId,
    accessToken: office.token,
    rootKey: office.forge.ctx.signing.rootKey,
    cacheDir: path.join(folder, name),
    instance: { app: name },
    logger: false,
  })
  apps.push(app)
  await app.start()
  return app
}

const connected = (app: Anvil) => expect.poll(() => app.status().connection.via, { timeout: 20_000 }).toBe('socket')

const readiness = async () => {
  const response = await fetch(`${office.forge.url}/readyz`)
  return { http: response.status, ...JSON.parse(await response.text()) }
}
const becomesReady = () => expect.poll(readiness, { timeout: 20_000 }).toMatchObject({ http: 200, database: 'ok' })
const head = () => office.author.call('get', `/projects/${office.projectId}/environments/production/head`)
const unavailable = (why: string) => ({
  error: { code: 'forge.unavailable', message: expect.stringContaining(why), details: { retry_after_ms: 5_000 } },
})

/** Waits until the instance runs the head, and answers it. */
const runsTheHead = async (app: Anvil): Promise<number> => {
  const { sequence } = (await head().expect(200)).body
  await expect.poll(() => app.status().sequence, { timeout: 20_000 }).toBe(sequence)
  return sequence
}
/** An instance that renders, and a publisher, before, during and after the trouble. */
async function underLoad(name: string, text: string, trouble: (load: Publisher) => Promise<void>) {
  const app = await start(name)
  await connected(app)
  const { version = '' } = (await office.publishText(`${text} {{name}}!`)).bundles[0] ?? {}
  await runsTheHead(app)
  const rendered = renderAllTheTime(app)
  const load = publishAllTheTime(office, ['1.0.0', version])
  await load.goesOn()
  await trouble(load)
  await load.goesOn()
  const answered = await load.stop()
  expectEach(answered, await runsTheHead(app))
  const { texts, renders } = await rendered()
  expect(renders).toBeGreaterThan(1_000)
  expect([...texts].sort()).toEqual([`${text} Ada!`, 'Welcome Ada!'].sort())
}

describe('a PostgreSQL that is restarted under load', () => {
  it('costs people a 503 that says so, applications nothing, and loses no publication', () =>
    underLoad('restarted', 'Hello', async (load) => {
      await cluster.stop()
      const refused = await head()
      expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5'])
      expect(refused.body).toMatchObject(unavailable("FORGE's database "))
      expect(await readiness()).toMatchObject({ http: 503, database: 'unreachable' })
      expect((await office.fetch(`/projects/${office.projectId}/manifest`)).status).toBe(200)
      await load.isRefused()
      await cluster.start()
      await becomesReady()
    }))

  it('keeps what instances said meanwhile until it can be written', async () => {
    await becomesReady()
    const app = await start('patient')
    await connected(app)
    const published = await office.publishText('Before the restart, {{name}}')
    await cluster.stop()
    const late = await start('late')
    await connected(late)
    await cluster.start()
    await becomesReady()
    // A delivery that was only written after the restart finds the instance at the publication already.
    const stateOf = ({ deliveries }: DeliveryList) => deliveries.find(({ app }) => app === 'patient')?.state ?? 'queued'
    const list = await deliveries(office.author, published, (now) => !['queued', 'sent'].includes(stateOf(now)))
    expect(stateOf(list)).toMatch(/^(applied|current)$/)
    const path = `/projects/${office.projectId}/environments/production/instances`
    await expect
      .poll(async () => (await office.author.call('get', path)).body.instances.map((one: { app: string }) => one.app))
      .toEqual(expect.arrayContaining(['patient', 'late']))
  })
})

describe('a PostgreSQL that takes no writes under load', () => {
  const readOnly = async (on: boolean) => {
    const direct = openPostgres(cluster.url, 1)
    await direct.db.raw(`ALTER SYSTEM SET default_transaction_read_only = ${on ? 'on' : 'off'}`)
    await direct.db.raw('SELECT pg_reload_conf()')
    await direct.close()
  }

  it('is read, refuses changes by name, and delivers; a retry by the same key publishes once', async () => {
    const key = crypto.randomUUID()
    await underLoad('read-only', 'Read', async (load) => {
      await readOnly(true)
      await expect.poll(readiness).toMatchObject({ http: 503, database: 'read_only' })
      await load.isRefused()
      const refused = await again(office, '1.0.0', key)
      expect([refused.status, refused.body]).toMatchObject([503, unavailable('takes no writes at the moment')])
      const { sequence } = (await head().expect(200)).body
      expect((await office.fetch(`/projects/${office.projectId}/manifest`)).status).toBe(200)
      await load.isRefused()
      expect((await head().expect(200)).body.sequence).toBe(sequence)
      await readOnly(false)
      await becomesReady()
    })
    const { sequence } = await office.publishText('Writable, {{name}}')
    const first = await again(office, '1.0.0', key).expect(201)
    expect((await again(office, '1.0.0', key)).body).toEqual(first.body)
    expect(first.body.sequence).toBe(sequence + 1)
  })
})

describe('a PostgreSQL without a free connection under load', () => {
  it('is told as such, and delivery goes on from memory', () =>
    underLoad('crowded', 'Crowded', async (load) => {
      const crowd = openPostgres(cluster.url, MAX_CONNECTIONS)
      await cluster.stop()
      line.hold()
      await cluster.start()
      const held = await Promise.allSettled(
        Array.from({ length: MAX_CONNECTIONS }, () => crowd.db.client.acquireRawConnection()),
      )
      line.release()
      await load.isRefused()
      const refused = await head()
      expect([refused.status, refused.body]).toMatchObject([503, unavailable('has no connection left')])
      expect((await office.fetch(`/projects/${office.projectId}/manifest`)).status).toBe(200)
      const late = await start('late-to-the-crowd')
      expect(late.status().state).toBe('READY')
      for (const one of held) if (one.status === 'fulfilled') await crowd.db.client.destroyRawConnection(one.value)
      await crowd.close()
      await becomesReady()
      await load.goesOn()
      const { sequence } = (await head().expect(200)).body
      await expect.poll(() => late.status().sequence, { timeout: 20_000 }).toBeGreaterThan(sequence)
    }))
})

describe('a PostgreSQL that is slow under load', () => {
  it('slows people down and delays news, and no render', async () => {
    await underLoad('slow', 'Slow', async (load) => {
      line.delay(20)
      await load.goesOn()
      line.delay(0)
    })
    await office.publishText('Slowly, {{name}}')
    for (const app of apps) await runsTheHead(app)
  })

  it('that answers nobody is not ready, while what runs is still served', async () => {
    line.hold()
    expect(await readiness()).toMatchObject({ http: 503, database: 'slow' })
    const app = await start('served')
    expect([app.status().state, app.prompt('welcome', { name: 'Ada' })]).toEqual(['READY', 'Slowly, Ada'])
    line.release()
    await becomesReady()
  })

  it('that vanished and closed nothing is given up, asked anew, and found again', async () => {
    const app = await start('bereaved')
    await connected(app)
    database.limitSilence?.(1_000)
    line.hold()
    const refused = await head()
    expect([refused.status, refused.body]).toMatchObject([503, unavailable("can't be reached")])
    line.release()
    await becomesReady()
    database.limitSilence?.(30_000)
    const { sequence } = await office.publishText('Found again, {{name}}')
    await expect.poll(() => app.status().sequence, { timeout: 20_000 }).toBe(sequence)
  })

  it('keeps a FORGE that is stopped no longer than its grace', async () => {
    const app = await start('left-behind')
    await connected(app)
    line.hold()
    await office.forge.close()
    await expect.poll(() => app.status().connection.via, { timeout: 10_000 }).not.toBe('socket')
    expect(app.prompt('welcome', { name: 'Ada' })).toBe('Found again, Ada')
    line.release()
  })
})
