import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'
import { type LockedSet, named, type PrintShop, printShop } from '../../test/support/print-shop.js'
import { publication } from '../../test/support/release.js'

const forge = testForge()
let office: Office
let shop: PrintShop
let set: LockedSet
let key: string
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  shop = await printShop(office)
  set = await shop.locked('Onboarding', { welcome: 'Welcome!' })
  key = randomUUID()
})

const codeOf = ({ status, body }: { status: number; body: { error: { code: string } } }) => [status, body.error.code]
const draft = () => ({ kind: 'publish', sets: [{ prompt_set_id: set.id, draft: true }] })

describe('a request with an Idempotency-Key', () => {
  it('that is sent again gets the first result, whatever was published since', async () => {
    const body = { kind: 'publish', sets: [named(set)], expected_sequence: 0 }
    const first = await shop.ask(body, { key }).expect(201)
    await shop.ask({ kind: 'withdraw', prompt_set_ids: [set.id] }).expect(201)
    const second = await shop.ask(body, { key }).expect(201)
    expect(second.body).toEqual(first.body)
    expect((await shop.head()).sequence).toBe(2)
  })

  it('that is sent five times at once is published once', async () => {
    const body = { kind: 'publish', sets: [named(set)] }
    const answers = await Promise.all(Array.from({ length: 5 }, () => shop.ask(body, { key })))
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201, 201, 201])
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1)
    expect((await shop.head()).sequence).toBe(1)
  })

  it('makes one pre-release of a draft, also when it comes again', async () => {
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write('welcome', 'Hello!')
    const where = { environment: 'development', key }
    const first = await shop.ask(draft(), where).expect(201)
    await set.write('welcome', 'Written after the first click')
    const second = await shop.ask(draft(), where).expect(201)
    expect(second.body.id).toBe(first.body.id)
    expect(await shop.running('development')).toEqual(['onboarding@1.0.1-live.1'])
  })

  it('that asks for something else is refused, and moves nothing', async () => {
    const { body } = await shop.ask({ kind: 'publish', sets: [named(set)] }, { key }).expect(201)
    const other = await shop.ask({ kind: 'withdraw', prompt_set_ids: [set.id] }, { key })
    expect(codeOf(other)).toEqual([409, 'request.idempotency_key_reused'])
    expect(other.body.error.details).toEqual({ publication_id: body.id })
    expect(await shop.running()).toEqual(['onboarding@1.0.0'])
  })

  it('that was refused may be sent again once it can be done', async () => {
    const body = { kind: 'rollback', to_sequence: 1 }
    expect(codeOf(await shop.ask(body, { key }))).toEqual([404, 'publication.not_found'])
    await shop.publish(set)
    await shop.ask({ kind: 'withdraw', prompt_set_ids: [set.id] }).expect(201)
    await shop.ask(body, { key }).expect(201)
    expect(await shop.running()).toEqual(['onboarding@1.0.0'])
  })

  it('is another one for another person, and in another environment', async () => {
    const { reviewer } = office
    const body = { kind: 'publish', sets: [named(set)] }
    const [mine, theirs] = [
      await shop.ask(body, { key }).expect(201),
      await publication(reviewer, shop.projectId, body, { environment: 'staging', key }).expect(201),
    ]
    expect(theirs.body.id).not.toBe(mine.body.id)
    expect(codeOf(await publication(reviewer, shop.projectId, body, { key }))).toEqual([
      409,
      'publication.nothing_changed',
    ])
  })

  it('is refused where the key is no key', async () => {
    for (const bad of ['two words', 'x'.repeat(201)]) {
      const response = await shop.ask({ kind: 'publish', sets: [named(set)] }, { key: bad })
      expect(codeOf(response)).toEqual([400, 'request.invalid'])
    }
  })
})

it('publishes once on a double click without a key', async () => {
  const click = () => shop.ask({ kind: 'publish', sets: [named(set)] })
  const answers = await Promise.all([click(), click()])
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 409])
  expect(answers.find((answer) => answer.status === 409)?.body.error.code).toBe('publication.nothing_changed')
})
