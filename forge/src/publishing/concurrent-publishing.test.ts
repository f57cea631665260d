import type { Publication } from '@anvil/shared/api'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'
import { type LockedSet, named, type PrintShop, printShop } from '../../test/support/print-shop.js'
import { renewHeads } from './freshness.js'

let now = new Date('2026-06-01T12:00:00Z')
const forge = testForge({ now: () => now })
let office: Office
let shop: PrintShop
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  shop = await printShop(office)
})

const publishing = (set: LockedSet, more: object = {}) => shop.ask({ kind: 'publish', sets: [named(set)], ...more })

describe('two publishers at once', () => {
  let one: LockedSet
  let two: LockedSet
  beforeEach(async () => {
    one = await shop.locked('One', { one: '1' })
    two = await shop.locked('Two', { two: '2' })
  })

  it('of two different sets lose neither change: both are in the head', async () => {
    const answers = await Promise.all([publishing(one), publishing(two)])
    expect(answers.map(({ body }) => body.sequence).toSorted((a, b) => a - b)).toEqual([1, 2])
    expect(await shop.running()).toEqual(['one@1.0.0', 'two@1.0.0'])
  })

  it('who both saw the same head: one wins, the other learns what changed and then publishes too', async () => {
    const sets = [one, two]
    const answers = await Promise.all(sets.map((set) => publishing(set, { expected_sequence: 0 })))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    const [winner, loser] = answers[0]?.status === 201 ? [one, two] : [two, one]
    const refusal = answers.find(({ status }) => status === 409)?.body.error
    expect(refusal).toMatchObject({
      code: 'publication.sequence_conflict',
      details: { sequence: 1, changed: [{ prompt_set_id: winner.id, from: null, to: '1.0.0' }] },
    })
    await publishing(loser, { expected_sequence: refusal.details.sequence }).expect(201)
    expect(await shop.running()).toEqual(['one@1.0.0', 'two@1.0.0'])
  })

  it('who saw a sequence that never was learns that it is beyond the head, not that somebody published', async () => {
    await publishing(one).expect(201)
    const { status, body } = await publishing(two, { expected_sequence: 99 })
    expect([status, body.error.code]).toEqual([409, 'publication.sequence_conflict'])
    expect(body.error.message).toBe(
      'The environment production has not come to sequence 99: it is at 1. Look at its head, and send the expected_sequence that you find there.',
    )
    expect(body.error.details).toEqual({ environment: 'production', expected_sequence: 99, sequence: 1, changed: [] })
    expect(await shop.running()).toEqual(['one@1.0.0'])
  })

  it('of the same sets in other orders and environments do not wait for each other for ever', async () => {
    const rounds = ['staging', 'development', 'production'].flatMap((environment, index) => {
      const sets = (index === 1 ? [two, one] : [one, two]).map(named)
      return [shop.ask({ kind: 'publish', sets }, { environment })]
    })
    expect((await Promise.all(rounds)).map(({ status }) => status)).toEqual([201, 201, 201])
  })
})

it('gives many publishers at once one sequence each, none twice and none left out', async () => {
  const sets: LockedSet[] = []
  for (let index = 0; index < 8; index++) sets.push(await shop.locked(`Set ${index}`, { [`p${index}`]: 'text' }))
  const answers = await Promise.all(sets.map((set) => publishing(set)))
  const published: Publication[] = answers.map(({ body }) => body)
  expect(published.map(({ sequence }) => sequence).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  for (const { sequence, bundles } of published) expect(bundles).toHaveLength(sequence)
  expect(await shop.running()).toHaveLength(8)
})

it('publishes of a draft that is edited meanwhile one text or the other, whole', async () => {
  const set = await shop.locked('Poem', { 'poem.a': 'a0', 'poem.b': 'b0' })
  await set.move({ status: 'LIVE' }).expect(200)
  const both = (n: number) =>
    set
      .call('put', '/prompts')
      .set('If-Match', '*')
      .send({ prompts: { 'poem.a': text(`a${n}`), 'poem.b': text(`b${n}`) } })
      .expect(200)
  const where = { environment: 'development' }
  const ask = () => shop.ask({ kind: 'publish', sets: [{ prompt_set_id: set.id, draft: true }] }, where)
  await both(1)
  await Promise.all([ask(), both(2), ask(), both(3), ask()])
  const { body } = await set.call('get', '/versions').expect(200)
  const drafts = body.versions.filter(({ kind }: { kind: string }) => kind === 'live')
  expect(drafts).not.toEqual([])
  for (const { version } of drafts) {
    const { snapshot } = (await set.call('get', `/versions/${version}`).expect(200)).body
    expect(snapshot['poem.a'].template.slice(1)).toBe(snapshot['poem.b'].template.slice(1))
  }
})

it('loses neither a publication nor a renewal that happen at the same time', async () => {
  const set = await shop.locked('Onboarding', { welcome: 'Welcome!' })
  now = new Date(now.getTime() + 60 * 60_000)
  const [answer] = await Promise.all([publishing(set), renewHeads(forge.ctx), renewHeads(forge.ctx)])
  expect(answer.status).toBe(201)
  const head = await shop.head()
  expect([head.sequence, head.publication_id, head.issued_at]).toEqual([1, answer.body.id, now.toISOString()])
  expect(await shop.running()).toEqual(['onboarding@1.0.0'])
})

function text(template: string) {
  return { kind: 'text', template }
}
