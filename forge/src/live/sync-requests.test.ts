import { randomUUID } from 'node:crypto'
import type { LiveInstancePage, SyncInput, SyncRequest } from '@anvil/shared/api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { insertInstance } from '../../test/support/instance-row.js'
import { type LiveNode, liveNode } from '../../test/support/live-node.js'
import { type LiveOffice, liveOffice } from '../../test/support/live-office.js'
import { handshake, type RawInstance, rawInstance } from '../../test/support/raw-instance.js'
import { forgetInstances } from './forget-instances.js'

let later = 0
let office: LiveOffice
let second: LiveNode
const open: RawInstance[] = []
beforeAll(async () => {
  office = await liveOffice({ now: () => new Date(Date.now() + later) })
  second = await liveNode(office.forge.ctx)
})
beforeEach(async () => {
  await office.forge.ctx.db('live_instances').delete()
})
afterEach(() => {
  later = 0
  for (const instance of open.splice(0)) instance.socket.disconnect()
})
afterAll(async () => {
  await second.close()
  await office.forge.close()
})

const path = (below: string) => `/projects/${office.projectId}/environments/production/${below}`
const head = async () => {
  const { epoch, sequence } = (await office.author.call('get', path('head')).expect(200)).body
  return { epoch, sequence }
}
const asked = async (select: SyncInput['select']): Promise<SyncRequest> =>
  (await office.author.call('post', path('sync-requests')).send({ select }).expect(202)).body
const read = async ({ id }: SyncRequest): Promise<SyncRequest> =>
  (await office.author.call('get', path(`sync-requests/${id}`)).expect(200)).body
const becomes = (request: SyncRequest, counts: SyncRequest['counts']) =>
  expect.poll(async () => (await read(request)).counts, { timeout: 20_000 }).toEqual(counts)

/** An instance that is there, as FORGE shows it too, and runs the head. */
async function connected(change: object = {}, url = office.forge.url): Promise<RawInstance> {
  const instance = rawInstance(url, handshake(office.token, { have: await head(), ...change }))
  open.push(instance)
  await instance.welcome
  const isThere = async () => {
    const { body }: { body: LiveInstancePage } = await office.author.call('get', path(`instances?q=${instance.id}`))
    return body.instances.some(({ contact }) => contact === 'connected')
  }
  await expect.poll(isThere, { timeout: 20_000 }).toBe(true)
  return instance
}

describe('asking instances to sync', () => {
  it('sends each what runs now, and says what it answered', async () => {
    const [runs, applies, rests, refuses] = [
      await connected(),
      await connected(),
      await connected({ mode: 'frozen' }),
      await connected(),
    ]
    const request = await asked({ ids: [runs.id, applies.id, rests.id, refuses.id] })
    const place = await head()
    expect(request).toMatchObject({ ...place, asked: 4, not_connected: 0, complete: false, counts: { asked: 4 } })
    const pushes = await Promise.all([runs, applies, rests, refuses].map((instance) => instance.pushed(1)))
    for (const { envelope } of pushes) {
      const manifest = JSON.parse(Buffer.from(envelope.payload, 'base64').toString())
      expect(manifest.sequence).toBe(place.sequence)
    }
    await becomes(request, { told: 4 })
    runs.ack({ ...place, result: 'current' })
    applies.ack({ ...place, result: 'applied', took_ms: 7 })
    rests.ack({ ...place, result: 'frozen', code: 'client.frozen' })
    await becomes(request, { told: 1, current: 1, applied: 1, frozen: 1 })
    expect((await read(request)).complete).toBe(false)
    refuses.ack({ ...place, result: 'rejected', code: 'bundle.hash_mismatch', detail: 'a bit was wrong' })
    await becomes(request, { rejected: 1, current: 1, applied: 1, frozen: 1 })
    const { complete, answers } = await read(request)
    expect([complete, answers.map(({ state }) => state)]).toEqual([true, ['rejected', 'frozen', 'applied', 'current']])
    expect(answers).toMatchObject([
      { instance_id: refuses.id, app: 'shop', host: 'here', code: 'bundle.hash_mismatch', detail: 'a bit was wrong' },
      { instance_id: rests.id, code: 'client.frozen' },
      { instance_id: applies.id, took_ms: 7 },
      { instance_id: runs.id, code: null },
    ])
  })

  it('leaves alone those that are not asked', async () => {
    const [one, other] = [await connected(), await connected()]
    const request = await asked({ ids: [one.id] })
    await one.pushed(1)
    one.ack({ ...(await head()), result: 'current' })
    await becomes(request, { current: 1 })
    expect(other.pushes).toEqual([])
  })

  it('takes an answer for what was asked, and none of before', async () => {
    const instance = await connected()
    const request = await asked({ ids: [instance.id] })
    await instance.pushed(1)
    const { epoch, sequence } = await head()
    instance.ack({ epoch, sequence: sequence - 1, result: 'applied' })
    instance.ack({ epoch, sequence, result: 'rejected', code: 'bundle.missing' })
    await becomes(request, { rejected: 1 })
  })

  it('counts those that can’t be told, and asks the others', async () => {
    const here = await connected()
    const { environment_id } = await office.forge.ctx.db('live_instances').first()
    const place = { project_id: office.projectId, environment_id }
    await insertInstance(office.forge, { ...place, id: 'gone', connected: false })
    await insertInstance(office.forge, { ...place, id: 'reports', by_socket: false })
    const ids = [here.id, 'gone', 'reports']
    expect(await asked({ ids })).toMatchObject({ asked: 1, not_connected: 2 })
    expect(await asked({ ids: ['gone'] })).toMatchObject({ asked: 0, not_connected: 1, complete: true, counts: {} })
    expect(await asked({ ids: [randomUUID()] })).toMatchObject({ asked: 0, not_connected: 0, complete: true })
  })

  it('is for all that a filter finds, as those that run the same', async () => {
    const { epoch } = await head()
    const [behind, named, current] = [
      await connected({ have: { epoch, sequence: 0 } }),
      await connected({ have: { epoch, sequence: 0 } }),
      await connected(),
    ]
    expect(await asked({ matching: { runs: `${epoch}-0`, q: named.id } })).toMatchObject({ asked: 1 })
    const request = await asked({ matching: { runs: `${epoch}-0` } })
    expect(request).toMatchObject({ asked: 2, not_connected: 0 })
    await Promise.all([behind, named].map((instance) => instance.pushed(2)))
    expect(current.pushes).toEqual([])
    expect((await asked({ matching: {} })).asked).toBe(3)
  })

  it('reaches an instance that is connected to another process, once', async () => {
    const instance = await connected({}, second.url)
    const request = await asked({ ids: [instance.id] })
    await instance.pushed(1)
    await becomes(request, { told: 1 })
    instance.ack({ ...(await head()), result: 'current' })
    await becomes(request, { current: 1 })
    expect(instance.pushes.length).toBe(1)
  })

  it('says of those that can’t be reached at their address why not, soon', async () => {
    const first = await connected()
    const { environment_id, access_token_id } = await office.forge.ctx.db('live_instances').first()
    const place = { project_id: office.projectId, environment_id, access_token_id }
    const receiver_url = 'http://127.0.0.1:9/anvil/receive'
    await insertInstance(office.forge, { ...place, id: 'deaf', by_socket: false, receiver_url })
    first.socket.disconnect()
    const request = await asked({ ids: ['deaf'] })
    expect(request).toMatchObject({ asked: 1, not_connected: 0 })
    await becomes(request, { unanswered: 1 })
    expect((await read(request)).answers).toMatchObject([{ code: expect.stringMatching(/^receiver\./) }])
  })

  it('waits a minute for an answer, and keeps what was asked for a day', async () => {
    const instance = await connected()
    const request = await asked({ ids: [instance.id] })
    await instance.pushed(1)
    await becomes(request, { told: 1 })
    later = 61_000
    await becomes(request, { unanswered: 1 })
    await forgetInstances(office.forge.ctx)
    expect((await read(request)).complete).toBe(true)
    later = 25 * 3_600_000
    await forgetInstances(office.forge.ctx)
    later = 0
    const { status, body } = await office.author.call('get', path(`sync-requests/${request.id}`))
    expect([status, body.error.code]).toEqual([404, 'sync_request.not_found'])
  })

  it('is on the record, with how many', async () => {
    await connected()
    await asked({ matching: {} })
    const entry = await office.forge.ctx
      .db('audit_entries')
      .where({ action: 'fleet.sync_asked' })
      .orderBy('number', 'desc')
      .first()
    expect(entry).toMatchObject({ actor_id: office.author.id, project_id: office.projectId })
    expect(entry.details).toMatchObject({ environment: 'production', not_connected: 0 })
  })

  it.each([
    {},
    { select: {} },
    { select: { ids: [] } },
    { select: { ids: ['a b'] } },
    { select: { matching: { light: 'purple' } } },
    { select: { ids: ['a'], matching: {} } },
  ])('is not understood as %j', async (body) => {
    const answer = await office.author.call('post', path('sync-requests')).send(body)
    expect([answer.status, answer.body.error.code]).toEqual([400, 'request.invalid'])
  })

  it('is not told of in another environment', async () => {
    const { id } = await asked({ matching: {} })
    const staging = `/projects/${office.projectId}/environments/staging/sync-requests/${id}`
    const { status, body } = await office.author.call('get', staging)
    expect([status, body.error.code]).toEqual([404, 'sync_request.not_found'])
  })
})
