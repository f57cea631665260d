import type { Delivery, DeliveryList, Publication } from '@anvil/shared/api'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { type DeliveryStage, deliveryStage } from '../../test/support/delivery-stage.js'
import { testForge } from '../../test/support/forge.js'
import type { RawInstance } from '../../test/support/raw-instance.js'
import { deliveries } from '../../test/support/release.js'
import { ANSWER_MS, FORGOTTEN_MS } from './pace.js'

let ahead = 0
const forge = testForge({ now: () => new Date(Date.now() + ahead) })
let office: Office
let stage: DeliveryStage
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  stage = await deliveryStage(forge, office)
})
afterEach(() => stage.close())

const withdraw = async (): Promise<Publication> =>
  (await stage.shop.ask({ kind: 'withdraw', prompt_set_ids: [stage.set.id] }).expect(201)).body
const listed = (publication: Publication, until?: (list: DeliveryList) => boolean) =>
  deliveries(office.author, publication, until)
const of = ({ id }: RawInstance, { deliveries: rows }: DeliveryList): Delivery | undefined =>
  rows.find((each) => each.instance_id === id)
const identity = ({ id }: RawInstance) => ({
  instance: { id, app: 'shop', host: 'here', pid: 1, sdk: 'test/0', runtime: 'node' },
})

describe('the targets of a publication', () => {
  it('are those connected when it was stored: who connects before it is announced gets it and is none', async () => {
    const target = await stage.connected()
    const published = await stage.shop.publish(stage.set)
    const late = await stage.connected({ have: null })
    await stage.node.hub.announce(published.id)
    const { epoch, sequence } = published
    for (const instance of [target, late]) {
      await instance.pushed(1)
      instance.ack({ epoch, sequence })
    }
    const list = await listed(published, ({ complete }) => complete)
    expect(list).toMatchObject({ successful: true, counts: { applied: 1 } })
    expect(list.deliveries.map(({ instance_id }) => instance_id)).toEqual([target.id])
    await expect.poll(async () => (await stage.row(late)).sequence).toBe(sequence)
  })

  it('are those that were let in before, however late FORGE comes to write that down', async () => {
    const { epoch, sequence } = await stage.shop.head()
    const instance = stage.dial({ have: { epoch, sequence } })
    await instance.welcome
    ahead += 10_000
    await expect.poll(() => stage.row(instance)).toBeDefined()
    ahead -= 9_000
    const published = await stage.shop.publish(stage.set)
    await stage.node.hub.announce(published.id)
    expect(of(instance, await listed(published))).toMatchObject({ connected: true })
  })

  it('are those too that dialled again before their old socket was found dead', async () => {
    const old = await stage.connected()
    const again = await stage.connected(identity(old))
    old.socket.disconnect()
    await stage.connected()
    expect(await stage.row(again)).toMatchObject({ connected: true })
    const published = await stage.shop.publish(stage.set)
    await stage.node.hub.announce(published.id)
    expect(of(again, await listed(published))).toMatchObject({ connected: true, state: 'sent' })
    again.socket.disconnect()
    await expect.poll(async () => (await stage.row(again)).connected).toBe(false)
  })

  it('are the silent ones too, listed as unreachable until they come back and say otherwise', async () => {
    const gone = await stage.connected()
    gone.socket.disconnect()
    await expect.poll(async () => (await stage.row(gone)).connected).toBe(false)
    const published = await stage.shop.publish(stage.set)
    await stage.node.hub.announce(published.id)
    const before = await listed(published)
    expect(before).toMatchObject({ successful: true, complete: true, counts: { unreachable: 1 } })
    expect(of(gone, before)).toMatchObject({ connected: false })
    const back = await stage.connected({ ...identity(gone), have: null })
    await back.pushed(1)
    back.ack({ epoch: published.epoch, sequence: published.sequence, took_ms: 4 })
    const after = await listed(published, (list) => of(gone, list)?.state === 'applied')
    expect(of(gone, after)).toMatchObject({ took_ms: 4 })
  })

  it('were connected if they were then, also where FORGE announces an hour later', async () => {
    const instance = await stage.connected()
    const published = await stage.shop.publish(stage.set)
    ahead += 60 * 60_000
    await stage.node.hub.announce(published.id)
    expect(of(instance, await listed(published))).toMatchObject({ connected: true, state: 'sent' })
  })

  it('are not those that nobody has heard of for a day', async () => {
    const [forgotten, silent] = [await stage.connected(), await stage.connected()]
    for (const { socket } of [forgotten, silent]) socket.disconnect()
    for (const gone of [forgotten, silent]) await expect.poll(async () => (await stage.row(gone)).connected).toBe(false)
    const last_seen_at = new Date(Date.now() + ahead - FORGOTTEN_MS - 1_000)
    await forge.ctx.db('live_instances').where({ id: forgotten.id }).update({ last_seen_at })
    const published = await stage.shop.publish(stage.set)
    await stage.node.hub.announce(published.id)
    expect((await listed(published)).deliveries.map(({ instance_id }) => instance_id)).toEqual([silent.id])
  })

  it('are all written and told, however many statements and shards it takes', async () => {
    const fleet = await Promise.all(Array.from({ length: 230 }, () => stage.connected()))
    const published = await stage.shop.publish(stage.set)
    await stage.node.hub.announce(published.id)
    await Promise.all(fleet.map((instance) => instance.pushed(1)))
    expect((await listed(published)).counts).toEqual({ sent: 230 })
    const { epoch, sequence } = published
    for (const instance of fleet) instance.ack({ epoch, sequence })
    const list = await listed(published, ({ complete }) => complete)
    expect(list).toMatchObject({ successful: true, counts: { applied: 230 } })
  })
})

describe('a delivery stays true', () => {
  it('where the ack came before it was written, through another node', async () => {
    const other = await stage.start()
    const instance = await stage.connected({}, other)
    const published = await stage.shop.publish(stage.set)
    const { epoch, sequence } = published
    await instance.pushed(1)
    instance.ack({ epoch, sequence })
    await expect.poll(async () => (await stage.row(instance)).sequence).toBe(sequence)
    await stage.node.hub.announce(published.id)
    expect(await listed(published)).toMatchObject({ successful: true, complete: true, counts: { current: 1 } })
  })

  it('where it was superseded before it was announced: connected ones are behind', async () => {
    const instance = await stage.connected()
    const first = await stage.shop.publish(stage.set)
    const second = await withdraw()
    await stage.node.hub.announce(second.id)
    await stage.node.hub.announce(first.id)
    expect(of(instance, await listed(first))?.state).toBe('behind')
    expect(of(instance, await listed(second))?.state).toBe('sent')
    expect(await listed(first)).toMatchObject({ successful: false, complete: true })
  })

  it('where the next publication overtakes it', async () => {
    const instance = await stage.connected()
    const first = await stage.shop.publish(stage.set)
    await stage.node.hub.announce(first.id)
    await instance.pushed(1)
    const second = await withdraw()
    await stage.node.hub.announce(second.id)
    expect(of(instance, await listed(first))?.state).toBe('behind')
    await instance.pushed(2)
    instance.ack({ epoch: second.epoch, sequence: second.sequence })
    expect(await listed(second, ({ complete }) => complete)).toMatchObject({ successful: true })
  })

  it('of an instance that never answers: unreachable after a minute, and no success, for it was connected', async () => {
    const [quiet, silent] = [await stage.connected(), await stage.connected()]
    silent.socket.disconnect()
    await expect.poll(async () => (await stage.row(silent)).connected).toBe(false)
    const published = await stage.shop.publish(stage.set)
    await stage.node.hub.announce(published.id)
    await quiet.pushed(1)
    expect(await listed(published)).toMatchObject({ complete: false })
    ahead += ANSWER_MS + 1_000
    const list = await listed(published, ({ complete }) => complete)
    expect(list).toMatchObject({ successful: false, counts: { unreachable: 2 } })
    expect([of(quiet, list)?.connected, of(silent, list)?.connected]).toEqual([true, false])
  })

  it('of an instance whose ack was lost, but which says in a heartbeat what it runs', async () => {
    const instance = await stage.connected()
    const published = await stage.shop.publish(stage.set)
    const { epoch, sequence } = published
    await stage.node.hub.announce(published.id)
    await instance.pushed(1)
    const beat = { state: 'READY', mode: 'accepting', running: { epoch, sequence }, wanted: null, prompts: 1 }
    instance.socket.emit('heartbeat', { ...beat, counters: { renders: 0, errors: 0, missing: 0 } })
    await expect.poll(async () => (await stage.row(instance)).sequence).toBe(sequence)
    ahead += ANSWER_MS + 1_000
    const list = await listed(published, ({ complete }) => complete)
    expect(list).toMatchObject({ successful: true, counts: { current: 1 } })
  })

  it('as does how it trusts its keys, which an older client says only when it connects', async () => {
    const instance = await stage.connected()
    const counters = { renders: 0, errors: 0, missing: 0 }
    const beat = { state: 'READY', mode: 'accepting', running: null, wanted: null, counters }
    const trusts = async () => (await stage.row(instance))?.trust
    for (const trust of ['none', 'pinned', 'revoked-key']) {
      instance.socket.emit('heartbeat', { ...beat, trust, prompts: 1 })
      await expect.poll(trusts).toBe(trust)
    }
    instance.socket.emit('heartbeat', { ...beat, prompts: 17 })
    await expect.poll(async () => (await stage.row(instance)).prompts).toBe(17)
    expect(await trusts()).toBe('revoked-key')
  })

  it('and so does the instance, where a heartbeat from before the swap and the ack come together', async () => {
    const instance = await stage.connected()
    const published = await stage.shop.publish(stage.set)
    const { epoch, sequence } = published
    await stage.node.hub.announce(published.id)
    await instance.pushed(1)
    const running = { epoch, sequence: sequence - 1 }
    const beat = { state: 'READY', mode: 'accepting', running, wanted: null, prompts: 17 }
    instance.socket.emit('heartbeat', { ...beat, counters: { renders: 0, errors: 0, missing: 0 } })
    instance.ack({ epoch, sequence })
    await expect.poll(async () => (await stage.row(instance)).prompts).toBe(17)
    expect(await stage.row(instance)).toMatchObject({ sequence })
  })

  it('when the same answer comes twice, or a weaker one after it', async () => {
    const instance = await stage.connected()
    const published = await stage.shop.publish(stage.set)
    const { epoch, sequence } = published
    await stage.node.hub.announce(published.id)
    await instance.pushed(1)
    instance.ack({ epoch, sequence, took_ms: 7 })
    instance.ack({ epoch, sequence, result: 'current', took_ms: 1 })
    const once = of(instance, await listed(published, ({ complete }) => complete))
    expect(once).toMatchObject({ state: 'applied', took_ms: 7 })
    instance.ack({ epoch, sequence, took_ms: 9 })
    await stage.connected({ ...identity(instance), ack: { epoch, sequence, result: 'applied', took_ms: 9 } })
    expect(of(instance, await listed(published))).toEqual(once)
  })
})

it('tells its sockets once of a publication that is announced again, and writes nothing twice', async () => {
  const instance = await stage.connected()
  const published = await stage.shop.publish(stage.set)
  await stage.node.hub.announce(published.id)
  await instance.pushed(1)
  const [before] = (await listed(published)).deliveries
  await stage.node.hub.announce(published.id)
  const next = await withdraw()
  await stage.node.hub.announce(next.id)
  await instance.pushed(2)
  const told = instance.pushes.map(({ envelope }) => JSON.parse(Buffer.from(envelope.payload, 'base64').toString()))
  expect(told.map(({ sequence }) => sequence)).toEqual([published.sequence, next.sequence])
  expect(before).toMatchObject({ state: 'sent' })
  expect((await listed(published)).deliveries).toHaveLength(1)
})
