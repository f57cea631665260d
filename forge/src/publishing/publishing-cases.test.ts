import { randomUUID } from 'node:crypto'
import type { DeliveryList } from '@anvil/shared/api'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { addPerson, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { type LiveNode, liveNode } from '../../test/support/live-node.js'
import { type LockedSet, named, type PrintShop, printShop } from '../../test/support/print-shop.js'
import { handshake, rawInstance } from '../../test/support/raw-instance.js'
import { accessToken, deliveries } from '../../test/support/release.js'

const forge = testForge()
let office: Office
let shop: PrintShop
let set: LockedSet
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  shop = await printShop(office)
  set = await shop.locked('Onboarding', { welcome: 'Welcome!' })
})

const refused = ({ status, body }: { status: number; body: { error: { code: string } } }) => [status, body.error.code]
const newcomer = (): Promise<Person> =>
  addPerson(forge, office.author, office.organisationId, { email: `${randomUUID()}@example.com` })
const digestOf = async (version: string): Promise<string> =>
  (await set.call('get', `/versions/${version}`).expect(200)).body.content_digest

describe('a double click', () => {
  const click = (key?: string) => shop.ask({ kind: 'publish', sets: [named(set)] }, key === undefined ? {} : { key })

  it('with one key is one publication, and both clicks are answered with it', async () => {
    const key = randomUUID()
    const answers = await Promise.all([click(key), click(key)])
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    expect(answers[0]?.body).toEqual(answers[1]?.body)
    expect((await shop.head()).sequence).toBe(1)
    expect(await forge.ctx.db('publication_outbox').where({ publication_id: answers[0]?.body.id })).toHaveLength(1)
  })

  it('with two keys is one publication all the same: the other click finds that it runs already', async () => {
    const answers = await Promise.all([click(randomUUID()), click(randomUUID())])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    expect((await shop.head()).sequence).toBe(1)
  })

  it('on rollback goes back one publication, not two', async () => {
    await shop.publish(set)
    await shop.publish(await shop.revise(set, { welcome: 'Hello!' }))
    const back = () => shop.ask({ kind: 'rollback', to_sequence: 1, expected_sequence: 2 })
    const answers = await Promise.all([back(), back()])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    expect([(await shop.head()).sequence, await shop.running()]).toEqual([3, ['onboarding@1.0.0']])
  })
})

describe('a new draft between click and commit', () => {
  it('opened at the same moment changes nothing: the named version is published', async () => {
    const publish = shop.ask({ kind: 'publish', sets: [named(set)] })
    const [answer, move] = await Promise.all([publish, set.move({ status: 'LIVE' })])
    expect([answer.status, move.status]).toEqual([201, 200])
    await set.write('welcome', 'Unfinished')
    expect(await shop.running()).toEqual(['onboarding@1.0.0'])
    expect(answer.body.bundles[0].version).toBe('1.0.0')
  })

  it('that is locked as well by then is not what was clicked: the named version is published', async () => {
    const clicked = { kind: 'publish', sets: [named(set)] }
    const next = await shop.revise(set, { welcome: 'Newer' })
    await shop.ask(clicked).expect(201)
    expect([await shop.running(), next.version]).toEqual([['onboarding@1.0.0'], '1.0.1'])
  })
})

describe('an approval, then an edit', () => {
  it('leaves the approval void: neither lock nor publication counts it', async () => {
    const other = await newcomer()
    const rule = { required_approvals: 2 }
    await office.author.call('patch', `/projects/${shop.projectId}/environments/production`).send(rule).expect(200)
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write('welcome', 'Read and approved')
    await set.move({ status: 'REVIEW' }).expect(200)
    for (const person of [office.reviewer, other]) await set.as(person).approve()
    await set.write('welcome', 'Edited afterwards')
    const { content_digest } = await set.draft()
    expect(refused(await set.move({ status: 'LOCKED', content_digest }))).toEqual([409, 'approval.missing'])
    await set.as(office.reviewer).approve()
    await set.move({ status: 'LOCKED', content_digest }).expect(200)
    const ask = () => shop.ask({ kind: 'publish', sets: [{ prompt_set_id: set.id, version: '1.0.1' }] })
    const missing = await ask()
    expect(refused(missing)).toEqual([409, 'approval.missing'])
    expect(missing.body.error.details).toMatchObject({ needed: 2, given: 1 })
    const digest = await digestOf('1.0.1')
    await set.as(other).call('post', '/approvals').send({ content_digest: digest }).expect(201)
    await ask().expect(201)
  })
})

describe('3 of 100 instances refuse', () => {
  let node: LiveNode
  beforeAll(async () => {
    node = await liveNode(forge.ctx)
  })
  afterAll(() => node.close())

  it('and the publication says 97 applied, 3 rejected with their codes, and is not successful', async () => {
    const token = (await accessToken(office.author, shop.projectId)).value
    const have = { epoch: 1, sequence: 0 }
    const fleet = Array.from({ length: 100 }, () => rawInstance(node.url, handshake(token, { have })))
    await Promise.all(fleet.map((instance) => instance.welcome))
    const published = await shop.publish(set)
    await node.hub.announce(published.id)
    await Promise.all(fleet.map((instance) => instance.pushed(1)))
    const { epoch, sequence } = published
    const codes = ['bundle.hash_mismatch', 'client.too_old', 'manifest.unknown_key'] as const
    fleet.forEach((instance, at) => {
      const code = codes[at]
      instance.ack({ epoch, sequence, ...(code ? { result: 'rejected', code, detail: `Refused: ${code}` } : {}) })
    })
    const list = await deliveries(office.author, published, ({ complete }) => complete)
    expect(list).toMatchObject({ successful: false, complete: true, counts: { applied: 97, rejected: 3 } })
    const rejected = ({ deliveries: rows }: DeliveryList) => rows.filter(({ state }) => state === 'rejected')
    expect(rejected(list).map(({ code, detail }) => [code, detail])).toEqual(
      expect.arrayContaining(codes.map((code) => [code, `Refused: ${code}`])),
    )
    for (const { socket } of fleet) socket.disconnect()
  })
})
