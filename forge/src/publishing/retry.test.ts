import { randomUUID } from 'node:crypto'
import type { Publication, RetryResult } from '@anvil/shared/api'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { type DeliveryStage, deliveryStage } from '../../test/support/delivery-stage.js'
import { testForge } from '../../test/support/forge.js'
import type { RawInstance } from '../../test/support/raw-instance.js'
import { deliveries } from '../../test/support/release.js'
import { FORGOTTEN_MS } from '../live/pace.js'

const forge = testForge()
let office: Office
let stage: DeliveryStage
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  stage = await deliveryStage(forge, office)
})
afterEach(() => stage.close())

const retry = ({ project_id, environment, id }: Publication, by = office.author) =>
  by.call('post', `/projects/${project_id}/environments/${environment}/publications/${id}/retries`)
const retried = async (publication: Publication): Promise<RetryResult> => (await retry(publication).expect(202)).body
const trail = ({ id }: Publication) =>
  forge.ctx.db('audit_entries').where({ target: id, action: 'publication.retried' }).select('actor_id', 'details')

/** Publishes the set, which these instances reject. */
async function rejectedBy(...those: RawInstance[]): Promise<Publication> {
  const published = await stage.shop.publish(stage.set)
  await stage.node.hub.announce(published.id)
  await forge.ctx.db('publication_outbox').where({ publication_id: published.id }).update({ announced_at: new Date() })
  const { epoch, sequence } = published
  for (const instance of those) {
    await instance.pushed(1)
    instance.ack({ epoch, sequence, result: 'rejected', code: 'bundle.missing', detail: 'It was cut off.' })
  }
  await deliveries(office.author, published, ({ counts }) => counts.rejected === those.length)
  return published
}

describe('a publication that was not taken by all', () => {
  it('is offered once more to those that failed, through whatever node, and done when they run it', async () => {
    const [here, there, fine] = [
      await stage.connected(),
      await stage.connected({}, await stage.start()),
      await stage.connected(),
    ]
    const published = await rejectedBy(here, there)
    const { epoch, sequence } = published
    await fine.pushed(1)
    fine.ack({ epoch, sequence })
    const before = await deliveries(office.author, published, ({ complete }) => complete)
    expect(before).toMatchObject({ successful: false, failed: 2, counts: { rejected: 2, applied: 1 } })
    const head = await stage.shop.head()

    expect(await retried(published)).toEqual({ publication_id: published.id, asked: 2, not_connected: 0 })
    const after = await stage.shop.head()
    expect([after.sequence, after.publication_id, after.bundles]).toEqual([sequence, published.id, head.bundles])
    expect(Date.parse(after.issued_at)).toBeGreaterThan(Date.parse(head.issued_at))
    for (const instance of [here, there]) {
      expect((await instance.pushed(2)).envelope).toEqual(after.envelope)
      instance.ack({ epoch, sequence, took_ms: 3 })
    }
    await fine.pushed(2)
    fine.ack({ epoch, sequence, result: 'current' })
    const list = await deliveries(office.author, published, ({ complete }) => complete)
    expect(list).toMatchObject({ successful: true, failed: 0, counts: { applied: 3 } })
    expect(list.deliveries.every(({ code, detail }) => code === null && detail === null)).toBe(true)
  })

  it('is announced again, and the audit trail says who asked and how many', async () => {
    const published = await rejectedBy(await stage.connected())
    await retried(published)
    const outbox = forge.ctx.db('publication_outbox').where({ publication_id: published.id })
    expect(await outbox.first()).toMatchObject({ announced_at: null, claimed_until: null })
    const details = { environment: 'production', sequence: published.sequence, asked: 1, not_connected: 0 }
    expect(await trail(published)).toEqual([{ actor_id: office.author.id, details }])
  })

  it('is offered to nobody where nobody failed, or only who is not there; nothing is signed or written then', async () => {
    const instance = await stage.connected()
    const published = await rejectedBy(instance)
    instance.socket.disconnect()
    await expect.poll(async () => (await stage.row(instance)).connected, { timeout: 30_000 }).toBe(false)
    const head = await stage.shop.head()
    expect(await retried(published)).toMatchObject({ asked: 0, not_connected: 1 })
    await forge.ctx.db('deliveries').where({ publication_id: published.id }).update({ state: 'frozen' })
    expect(await retried(published)).toMatchObject({ asked: 0, not_connected: 0 })
    expect([await stage.shop.head(), await trail(published)]).toEqual([head, []])
  })

  it('is offered once where two ask at the same time', async () => {
    const instance = await stage.connected()
    const published = await rejectedBy(instance)
    const answers = await Promise.all([retried(published), retried(published)])
    expect(answers.map(({ asked }) => asked).toSorted((a, b) => a - b)).toEqual([0, 1])
    expect(await trail(published)).toHaveLength(1)
    const { epoch, sequence } = published
    await instance.pushed(2)
    instance.ack({ epoch, sequence, result: 'rejected', code: 'bundle.missing', detail: 'Once more.' })
    const list = await deliveries(office.author, published, ({ complete }) => complete)
    expect(list).toMatchObject({ failed: 1, deliveries: [{ state: 'rejected', detail: 'Once more.' }] })
    expect(await retried(published)).toMatchObject({ asked: 1 })
  })

  it('is offered to who takes pushes by HTTP without being connected, as long as FORGE remembers them', async () => {
    const instance = await stage.connected()
    const published = await rejectedBy(instance)
    instance.socket.disconnect()
    await expect.poll(async () => (await stage.row(instance)).connected, { timeout: 30_000 }).toBe(false)
    const known = forge.ctx.db('live_instances').where({ id: instance.id })
    await known.clone().update({ receiver_url: 'http://10.0.0.1/', last_seen_at: new Date(Date.now() - FORGOTTEN_MS) })
    expect(await retried(published)).toMatchObject({ asked: 0, not_connected: 1 })
    await known.clone().update({ last_seen_at: new Date(Date.now() - FORGOTTEN_MS / 2) })
    expect(await retried(published)).toMatchObject({ asked: 1, not_connected: 0 })
  })

  it('is not waited for where its instance was silent all the time', async () => {
    const instance = await stage.connected()
    instance.socket.disconnect()
    await expect.poll(async () => (await stage.row(instance)).connected, { timeout: 30_000 }).toBe(false)
    const published = await stage.shop.publish(stage.set)
    await stage.node.hub.announce(published.id)
    expect(await deliveries(office.author, published)).toMatchObject({ failed: 0, counts: { unreachable: 1 } })
    expect(await retried(published)).toMatchObject({ asked: 0, not_connected: 0 })
  })

  it('is not offered again once the environment has moved on, and only where it is', async () => {
    const published = await rejectedBy(await stage.connected())
    await stage.shop.ask({ kind: 'withdraw', prompt_set_ids: [stage.set.id] }).expect(201)
    const { body } = await retry(published).expect(409)
    expect(body.error).toMatchObject({
      code: 'publication.sequence_conflict',
      details: { environment: 'production', sequence: 2, asked_sequence: 1 },
    })
    await retry({ ...published, environment: 'staging' }).expect(404)
    await retry({ ...published, id: randomUUID() }).expect(404)
    expect(await trail(published)).toEqual([])
  })
})
