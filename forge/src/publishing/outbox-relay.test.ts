import { pino } from 'pino'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'
import { type LockedSet, type PrintShop, printShop } from '../../test/support/print-shop.js'
import { type Announce, OutboxRelay } from './outbox-relay.js'

const silent = pino({ level: 'silent' })
let now = new Date('2026-06-01T12:00:00Z')
const forge = testForge()
let office: Office
let shop: PrintShop
let set: LockedSet
const relays: OutboxRelay[] = []
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  await forge.ctx.db('publication_outbox').update({ announced_at: now })
  shop = await printShop(office)
  set = await shop.locked('Onboarding', { welcome: 'Welcome!' })
})
afterEach(async () => {
  for (const relay of relays.splice(0)) await relay.close()
})

function node(log = silent): OutboxRelay {
  const relay = new OutboxRelay({ db: forge.ctx.db, log, now: () => now })
  relays.push(relay)
  return relay
}

const waiting = async (): Promise<string[]> =>
  forge.ctx.db('publication_outbox').whereNull('announced_at').pluck('publication_id')
const nobodyWaits = () => expect.poll(waiting, { timeout: 10_000 }).toEqual([])

/** A publication now, and later the same set withdrawn and published again: `count` publications in all. */
async function publications(count: number): Promise<string[]> {
  const ids: string[] = []
  for (let index = 0; index < count; index++) {
    const withdraw = { kind: 'withdraw', prompt_set_ids: [set.id] }
    ids.push(index % 2 === 0 ? (await shop.publish(set)).id : (await shop.ask(withdraw).expect(201)).body.id)
  }
  return ids
}

it('announces what an earlier process left, in order, and then what it is nudged about', async () => {
  const left = await publications(3)
  const announced: string[] = []
  const relay = node()
  relay.start(async (id) => void announced.push(id))
  await nobodyWaits()
  expect(announced).toEqual(left)
  const withdraw = { kind: 'withdraw', prompt_set_ids: [set.id] }
  const next: string = (await shop.ask(withdraw).expect(201)).body.id
  relay.nudge()
  await nobodyWaits()
  expect(announced).toEqual([...left, next])
})

it('takes over at its start what another node began to announce and never finished', async () => {
  const [id] = await publications(1)
  const later = new Date(now.getTime() + 60_000)
  await forge.ctx.db('publication_outbox').where({ publication_id: id }).update({ claimed_until: later })
  const announced: string[] = []
  node().start(async (publicationId) => void announced.push(publicationId))
  await nobodyWaits()
  expect(announced).toEqual([id])
})

it('leaves to another node what that has taken, once both are running', async () => {
  const announced: string[] = []
  let finish = () => {}
  const held = new Promise<void>((resolve) => (finish = resolve))
  const [slow, other] = [node(), node()]
  slow.start(async (id) => {
    announced.push(`slow ${id}`)
    await held
  })
  other.start(async (id) => void announced.push(`other ${id}`))
  await other.idle()
  await slow.idle()
  const [id] = await publications(1)
  slow.nudge()
  await expect.poll(() => announced).toEqual([`slow ${id}`])
  other.nudge()
  await other.idle()
  finish()
  await nobodyWaits()
  expect(announced).toEqual([`slow ${id}`])
})

it('tries again what could not be announced, when its claim is over, and says so in the log', async () => {
  const [id] = await publications(1)
  const lines: string[] = []
  let calls = 0
  const announce: Announce = async () => {
    calls += 1
    if (calls === 1) throw new Error('no sockets today')
  }
  const relay = node(pino({}, { write: (line: string) => void lines.push(line) }))
  relay.start(announce)
  await relay.idle()
  expect([calls, await waiting()]).toEqual([1, [id]])
  now = new Date(now.getTime() + 10_000)
  relay.nudge()
  await nobodyWaits()
  expect(calls).toBe(2)
  expect(lines.join()).toContain('no sockets today')
})

it('finishes the announcement it is at when it is closed, and leaves the rest for the next start', async () => {
  const [first, second] = await publications(2)
  let finish = () => {}
  const held = new Promise<void>((resolve) => (finish = resolve))
  const announced: string[] = []
  const relay = node()
  relay.start(async (id) => {
    announced.push(id)
    await held
  })
  await expect.poll(() => announced).toEqual([first])
  const closing = relay.close()
  finish()
  await closing
  await relay.close()
  expect([announced, await waiting()]).toEqual([[first], [second]])
})
