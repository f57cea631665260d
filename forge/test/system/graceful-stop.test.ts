import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lock } from '../support/content.js'
import { type TestDatabase, testDatabase } from '../support/database.js'
import { type LiveOffice, liveOffice } from '../support/live-office.js'
import { handshake, type RawInstance, rawInstance, refusal } from '../support/raw-instance.js'
import { secondForge } from '../support/second-forge.js'

let database: TestDatabase
let office: LiveOffice
let onId: () => void
const open: RawInstance[] = []

beforeEach(async () => {
  onId = () => undefined
  database = await testDatabase()
  const newId = (): string => {
    onId()
    return randomUUID()
  }
  office = await liveOffice({ database: { db: database.db, close: () => Promise.resolve() }, newId })
})
afterEach(async () => {
  for (const instance of open.splice(0)) instance.socket.disconnect()
  await office.forge.close()
  await database.close()
})

function connect(url: string): RawInstance {
  const instance = rawInstance(url, handshake(office.token))
  open.push(instance)
  return instance
}

const second = () => secondForge(database, office.forge.ctx.config.secrets.key?.reveal() ?? '')

/** Locks a new text of the prompt set and gives a request that publishes it. */
async function publication(): Promise<() => Promise<Response>> {
  await office.set.move({ status: 'LIVE' }).expect(200)
  await office.set.write('welcome', 'Last words, {{name}}')
  const { version } = await lock(office.set, office.reviewer)
  const path = `/api/v1/projects/${office.projectId}/environments/production/publications`
  const headers = { authorization: `Bearer ${office.author.token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ kind: 'publish', sets: [{ prompt_set_id: office.set.id, version }] })
  return () => fetch(office.forge.url + path, { method: 'POST', headers, body })
}

describe('a FORGE that is stopped', () => {
  it('finishes the publication that is under way, which the next start announces if it could not', async () => {
    const publish = await publication()
    let stopped: Promise<void> | undefined
    let ids = 0
    onId = () => {
      ids += 1
      if (ids === 2) stopped = office.forge.close()
    }
    const answer = await publish()
    expect(answer.status).toBe(201)
    expect(stopped).toBeDefined()
    await stopped
    await expect(fetch(office.forge.url)).rejects.toThrow('fetch failed')
    const next = await second()
    const instance = connect(next.url)
    const { envelope } = await instance.pushed(1)
    const { sequence } = JSON.parse(Buffer.from(envelope.payload, 'base64').toString())
    expect(sequence).toBe(office.first.sequence + 1)
    const waiting = () => database.db('publication_outbox').whereNull('announced_at')
    await expect.poll(waiting, { timeout: 15_000 }).toEqual([])
    await next.close()
  })

  it('says that it is stopping, takes no publication and no socket, and tells when to come back', async () => {
    const publish = await publication()
    expect((await fetch(`${office.forge.url}/readyz`)).status).toBe(200)
    office.forge.ctx.shutdown.begin()
    const ready = await fetch(`${office.forge.url}/readyz`)
    expect([ready.status, ready.headers.get('connection')]).toEqual([503, 'close'])
    expect(await ready.json()).toMatchObject({ status: 'stopping' })
    const refused = await publish()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await refused.json()).toMatchObject({ error: { code: 'forge.unavailable' } })
    expect(await database.db('publications').where('sequence', '>', office.first.sequence)).toEqual([])
    const told = await refusal(connect(office.forge.url))
    expect(told).toMatchObject({ code: 'forge.unavailable', retry_after_ms: 5_000 })
  })

  it('sends its sockets away with the reason, and another one on the same database takes them', async () => {
    const [leaving, staying] = [await second(), office.forge]
    const instances = Array.from({ length: 5 }, () => connect(leaving.url))
    await Promise.all(instances.map(({ welcome }) => welcome))
    await leaving.close()
    for (const { goodbye, ended } of instances) {
      expect(await goodbye).toMatchObject({ code: 'forge.unavailable', retry_after_ms: expect.any(Number) })
      await ended
    }
    const connected = () => database.db('live_instances').where({ connected: true })
    await expect.poll(connected, { timeout: 10_000 }).toEqual([])
    await connect(staying.url).welcome
  })
})
