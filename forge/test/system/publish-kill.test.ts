import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.js'
import { parseConfig } from '../../src/config.js'
import { startForge } from '../../src/server.js'
import { lock, openOffice } from '../support/content.js'
import { type KillableForge, killableForge, type KillableProcess } from '../support/killable-forge.js'
import { handshake, type RawInstance, rawInstance } from '../support/raw-instance.js'
import { accessToken } from '../support/release.js'

interface Answer {
  status: number
  body: { sequence: number; id: string; publication_id: string; publications: { sequence: number }[] }
}

let place: KillableForge
let forge: KillableProcess
let session: string
let token: string
let path: string
const sets: string[] = []
const instances: RawInstance[] = []

beforeAll(async () => {
  place = await killableForge()
  const first = await startForge({ ...parseConfig(place.env), port: 0 })
  const office = await openOffice({ ctx: first.ctx, app: createApp(first.ctx) })
  for (const name of ['one', 'two', 'three']) {
    const set = await office.newSet(name)
    await set.write(`${name}.text`, 'Hello {{name}}')
    await lock(set, office.reviewer)
    sets.push(set.id)
  }
  token = (await accessToken(office.author, office.projectId)).value
  session = office.author.token
  path = `/projects/${office.projectId}/environments/production`
  await first.close()
})
beforeEach(async () => {
  forge = await place.start()
})
afterEach(async () => {
  for (const instance of instances.splice(0)) instance.socket.disconnect()
  await forge.kill()
})
afterAll(() => place.remove())

async function call(end: string, body?: object, key = ''): Promise<Answer> {
  const headers = { authorization: `Bearer ${session}`, 'content-type': 'application/json', 'idempotency-key': key }
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await fetch(`${forge.url}/api/v1${path}${end}`, init)
  return { status: response.status, body: JSON.parse(await response.text()) }
}

const head = async () => (await call('/head')).body
const publication = (set = 0) => ({ kind: 'publish', sets: [{ prompt_set_id: sets[set], version: '1.0.0' }] })

function connect(sequence: number): RawInstance {
  const instance = rawInstance(forge.url, handshake(token, { have: { epoch: 1, sequence } }))
  instances.push(instance)
  return instance
}

/** Publishes, lets FORGE come as far as the stage, and kills it there; the request gets no answer. */
async function publishAndKill(stage: 'before commit' | 'after commit', set: number, key: string): Promise<void> {
  await forge.stopAt(stage)
  const reached = forge.reached()
  const unanswered = call('/publications', publication(set), key).catch((error: unknown) => error)
  await reached
  await forge.kill()
  if (stage === 'before commit') expect(await unanswered).toBeInstanceOf(Error)
  forge = await place.start()
}

describe('FORGE killed while it publishes', () => {
  it('before it stored anything has published nothing, and the retry publishes once', async () => {
    const before = await head()
    const key = randomUUID()
    await publishAndKill('before commit', 0, key)
    expect(await head()).toMatchObject({ sequence: before.sequence, publication_id: before.publication_id })
    const retried = await call('/publications', publication(0), key)
    const again = await call('/publications', publication(0), key)
    expect([retried.status, again.body.id]).toEqual([201, retried.body.id])
    expect((await head()).sequence).toBe(before.sequence + 1)
  })

  it('after it stored the publication announces it when it comes back, and the retry adds nothing', async () => {
    const before = await head()
    const key = randomUUID()
    await publishAndKill('after commit', 1, key)
    const after = await head()
    expect(after.sequence).toBe(before.sequence + 1)
    const late = connect(before.sequence)
    const { envelope } = await late.pushed(1)
    expect(JSON.parse(Buffer.from(envelope.payload, 'base64').toString()).sequence).toBe(after.sequence)
    const retried = await call('/publications', publication(1), key)
    expect([retried.status, retried.body.id]).toEqual([201, after.publication_id])
    expect((await head()).sequence).toBe(after.sequence)
  })

  it('half-way through telling its instances reaches the rest, and each runs it once', async () => {
    const before = await head()
    const fleet = Array.from({ length: 20 }, () => connect(before.sequence))
    await Promise.all(fleet.map((instance) => instance.welcome))
    const told = Promise.race(fleet.map((instance) => instance.pushed(1)))
    const answer = call('/publications', publication(2), randomUUID()).catch(() => undefined)
    await told
    await forge.kill()
    await answer
    forge = await place.start()
    const after = await head()
    expect(after.sequence).toBe(before.sequence + 1)
    for (const { pushes } of fleet) {
      const again = connect(pushes.length > 0 ? after.sequence : before.sequence)
      await again.welcome
      if (pushes.length === 0) await again.pushed(1)
      expect(again.pushes.length + pushes.length).toBeGreaterThan(0)
    }
    const { body } = await call('/publications?limit=100')
    const sequences: number[] = body.publications.map((each) => each.sequence)
    expect(sequences).toEqual(sequences.map((_, at) => after.sequence - at))
  })
})
