import { randomBytes } from 'node:crypto'
import type { DeliveryList, Publication } from '@anvil/shared/api'
import { afterEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.js'
import { parseConfig } from '../../src/config.js'
import { startForge } from '../../src/server.js'
import { lock, openOffice } from '../support/content.js'
import { testDatabase } from '../support/database.js'
import { killableForge } from '../support/killable-forge.js'
import { liveOffice } from '../support/live-office.js'
import { type RawReceivers, rawReceivers } from '../support/raw-receivers.js'
import { accessToken, deliveries } from '../support/release.js'
import { runningForge } from '../support/running-forge.js'

const patient = { timeout: 30_000 }
const NETWORKS = { ANVIL_RECEIVER_NETWORKS: '127.0.0.0/8' }
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

const statesOf = ({ deliveries: all }: DeliveryList) =>
  Object.fromEntries(all.map(({ instance_id, state }) => [instance_id, state]))

/** Waits until one receiver has answered and the other was sent the same and did not. */
async function halfWay(receivers: RawReceivers, list: () => Promise<DeliveryList>): Promise<void> {
  await expect.poll(() => receivers.waiting.map(({ id }) => id), patient).toEqual(['slow'])
  await expect.poll(async () => statesOf(await list()), patient).toEqual({ quick: 'applied', slow: 'sent' })
}

/** Lets both answer and sees that only the one that was left is pushed to again. */
async function goesOn(receivers: RawReceivers, list: () => Promise<DeliveryList>): Promise<void> {
  await expect.poll(async () => statesOf(await list()), patient).toEqual({ quick: 'applied', slow: 'applied' })
  expect([...receivers.pushed].map(([id, sequences]) => [id, sequences.length])).toEqual([
    ['quick', 1],
    ['slow', 2],
  ])
}

/** A FORGE that can be killed, with a project whose prompt set is locked, and what people do there. */
async function killableShop() {
  const place = await killableForge(NETWORKS)
  ends.push(() => place.remove())
  const first = await startForge({ ...parseConfig(place.env), port: 0 })
  const office = await openOffice({ ctx: first.ctx, app: createApp(first.ctx) })
  const set = await office.newSet('Greetings')
  await set.write('hello', 'Hello {{name}}')
  await lock(set, office.reviewer)
  const { value: token } = await accessToken(office.author, office.projectId)
  await first.close()
  const headers = { authorization: `Bearer ${office.author.token}`, 'content-type': 'application/json' }
  const ask = async <T>(url: string, end: string, body?: object): Promise<T> => {
    const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) }
    const path = `/api/v1/projects/${office.projectId}/environments/production${end}`
    return JSON.parse(await (await fetch(url + path, init)).text())
  }
  const body = { kind: 'publish', sets: [{ prompt_set_id: set.id, version: '1.0.0' }] }
  return {
    place,
    projectId: office.projectId,
    token,
    publish: (url: string) => ask<Publication>(url, '/publications', body),
    list: (url: string, id: string) => ask<DeliveryList>(url, `/publications/${id}/deliveries`),
    known: async (url: string) => (await ask<{ instances: object[] }>(url, '/instances')).instances.length,
  }
}

describe('a push by HTTP that FORGE did not end', () => {
  it('because it was killed half-way goes on at its next start, with those that it had not reached', async () => {
    const { place, publish, list, known, ...shop } = await killableShop()
    let forge = await place.start()
    ends.push(() => forge.kill())
    const receivers = await rawReceivers({ url: forge.url, ...shop }, ['quick', 'slow'])
    ends.push(() => receivers.close())
    receivers.hold((id) => id === 'slow')
    await expect.poll(() => known(forge.url), patient).toBe(2)
    const { id } = await publish(forge.url)
    await halfWay(receivers, () => list(forge.url, id))
    await forge.kill()
    receivers.answerAll()
    forge = await place.start()
    await goesOn(receivers, () => list(forge.url, id))
  })

  it('because it was stopped goes on at its next start, and counts as sent until then', async () => {
    const database = await testDatabase()
    ends.push(() => database.close())
    const shared = { database: { db: database.db, close: () => Promise.resolve() } }
    const secret = { ANVIL_SECRET_KEY: randomBytes(32).toString('base64url') }
    const office = await liveOffice(shared, { ...secret, ANVIL_STOP_GRACE_MS: '100' })
    ends.push(() => office.forge.close())
    const { projectId, token, author } = office
    const receivers = await rawReceivers({ url: office.forge.url, projectId, token }, ['quick', 'slow'])
    ends.push(() => receivers.close())
    receivers.hold((id) => id === 'slow')
    await expect.poll(async () => (await database.db('live_instances')).length, patient).toBe(2)
    const publication = await office.publishText('Again, {{name}}')
    await halfWay(receivers, () => deliveries(author, publication))
    await office.forge.close()
    const rows: { state: string }[] = await database.db('deliveries').where({ publication_id: publication.id })
    expect(rows.map(({ state }) => state).toSorted()).toEqual(['applied', 'sent'])
    receivers.answerAll()
    const next = await runningForge(shared, secret)
    ends.push(() => next.close())
    await goesOn(receivers, () => deliveries(author, publication))
  })
})
