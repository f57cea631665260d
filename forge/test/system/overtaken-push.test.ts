import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../support/database.js'
import { type LiveOffice, liveOffice } from '../support/live-office.js'
import { type RawReceivers, rawReceivers } from '../support/raw-receivers.js'
import { deliveries } from '../support/release.js'

const patient = { timeout: 20_000 }
const IDS = Array.from({ length: 70 }, (_, n) => `receiver-${n}`)
let database: TestDatabase
let office: LiveOffice
let receivers: RawReceivers
beforeEach(async () => {
  database = await testDatabase()
  office = await liveOffice({ database: { db: database.db, close: () => Promise.resolve() } })
})
afterEach(async () => {
  receivers.close()
  await office.forge.close()
  await database.close()
})

/** What became of each delivery of a publication. */
const statesOf = (publication_id: string): Promise<string[]> =>
  database.db('deliveries').where({ publication_id }).pluck('state')

describe('a push by HTTP to 70 receivers that a newer publication overtakes', () => {
  it.each([
    ['behind one address', 1, 8],
    ['at addresses of their own', 70, 64],
  ])('ends there, and nobody is sent the older manifest after the newer one: %s', async (_where, origins, atOnce) => {
    const { forge, projectId, token, author } = office
    receivers = await rawReceivers({ url: forge.url, projectId, token }, IDS, origins)
    const known = async (): Promise<unknown[]> => database.db('live_instances').whereNotNull('receiver_url')
    await expect.poll(async () => (await known()).length, patient).toBe(IDS.length)
    receivers.hold(() => true)
    const first = await office.publishText('Held, {{name}}')
    await expect.poll(() => receivers.waiting.length, patient).toBe(atOnce)
    receivers.hold((_id, sequence) => sequence === first.sequence)
    const second = await office.publishText('Newer, {{name}}')
    const reached = (): number => [...receivers.pushed.values()].filter((all) => all.includes(second.sequence)).length
    await expect.poll(reached, patient).toBe(IDS.length)
    await deliveries(author, second, ({ complete }) => complete)
    receivers.answerAll()
    await forge.close()
    expect([...receivers.pushed].filter(([, all]) => all.at(-1) !== second.sequence)).toEqual([])
    expect(await statesOf(first.id)).toEqual(IDS.map(() => 'behind'))
    expect(await statesOf(second.id)).toEqual(IDS.map(() => 'applied'))
  })
})
