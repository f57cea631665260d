import request from 'supertest'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newPromptSet, type PromptSetDesk } from '../support/content.js'
import type { Person } from '../support/factories.js'
import { testForge } from '../support/forge.js'
import { type LockedSet, named } from '../support/print-shop.js'
import { refusalsOf } from '../support/refusals.js'
import { publication } from '../support/release.js'
import { type Unreviewed, unreviewedSets } from '../support/unreviewed.js'

const forge = testForge()
let next: () => Promise<Unreviewed>
let office: Unreviewed['office']
let third: Person
let shop: Unreviewed['shop']
let set: Unreviewed['set']
let count: number
let id: Unreviewed['id']
beforeAll(async () => {
  next = await unreviewedSets(forge)
})
beforeEach(async () => {
  ;({ office, third, shop, set, count, id } = await next())
})

interface Answer {
  status: number
  body: { error: { code: string; request_id: string } }
}
const refusalOf = ({ status, body }: Answer) => [status, body.error.code]
const preRelease = () => ({ prompt_set_id: set.id, version: '1.0.1-review.1' })
const setRule = (rule: object, environment = 'production') =>
  office.author.call('patch', `/projects/${shop.projectId}/environments/${environment}`).send(rule).expect(200)
const publish = (sets: object[], where = {}) => shop.ask({ kind: 'publish', sets }, where)
const publishAs = (by: Person, ...sets: object[]) => publication(by, shop.projectId, { kind: 'publish', sets })
const lock = async (by: PromptSetDesk) =>
  by.move({ status: 'LOCKED', content_digest: (await set.draft()).content_digest })
const refusals = () => refusalsOf(office.author, shop.projectId)

/** A program with a key of somebody's. */
async function program(owner: Person, scopes: string[]): Promise<Person> {
  const { body } = await owner.call('post', '/api-keys').send({ name: 'CI', scopes }).expect(201)
  const call: Person['call'] = (method, path) =>
    request(forge.app)[method](`/api/v1${path}`).set('Authorization', `Bearer ${body.value}`)
  return { ...owner, token: body.value, call }
}

/** Gives somebody these roles in the project alone. */
const giveRoles = (to: Person, roles: string[]) =>
  office.author.call('put', `/projects/${shop.projectId}/members/${to.id}/roles`).send({ roles }).expect(200)

interface Who {
  id: string
  /** The session unless told otherwise. */
  means?: string
}

/** Who was refused what, as the trail is to tell it. */
interface Told {
  status?: number
  code: string
  /** The author unless told otherwise. */
  by?: () => Who
  details?: () => object
}
const asked = (kind: string) => () => ({ environment: 'production', asked: { kind } })
const ofSet = () => ({ prompt_set_id: set.id })
const RULE = 'publication.rule_refused'

const DOORS: [string, () => Promise<Answer>, Told][] = [
  ['by a lock', () => lock(set), { code: 'approval.missing', details: ofSet }],
  [
    'by a lock of whom may approve, but did not',
    () => lock(set.as(office.reviewer)),
    { code: 'approval.missing', by: () => office.reviewer, details: ofSet },
  ],
  [
    'by a lock of whom may not lock at all',
    async () => {
      await giveRoles(third, ['editor'])
      return lock(set.as(third))
    },
    { status: 403, code: 'auth.forbidden', by: () => third, details: ofSet },
  ],
  [
    'by a lock of what was approved and is changed since',
    async () => {
      await set.as(office.reviewer).approve()
      await set.write(id('a'), 'Changed after the approval')
      return lock(set)
    },
    { code: 'approval.missing', details: ofSet },
  ],
  [
    'by publishing the draft',
    async () => publish([{ prompt_set_id: set.id, draft: true }]),
    { code: RULE, details: asked('publish') },
  ],
  [
    'by publishing what staging took of it',
    async () => publish([preRelease()]),
    { code: RULE, details: asked('publish') },
  ],
  [
    'by publishing once more under the key of a request that was refused',
    async () => {
      await publish([preRelease()], { key: `again-${count}` }).expect(409)
      return publish([preRelease()], { key: `again-${count}` })
    },
    { code: RULE, details: asked('publish') },
  ],
  [
    'by whom may write but not publish',
    async () => {
      await giveRoles(third, ['editor', 'reviewer'])
      return publishAs(third, preRelease())
    },
    { status: 403, code: 'auth.forbidden', by: () => third, details: asked('publish') },
  ],
  [
    'by an API key that may publish',
    async () => publishAs(await program(office.reviewer, ['publish']), preRelease()),
    { code: RULE, by: () => ({ id: office.reviewer.id, means: 'api_key' }), details: asked('publish') },
  ],
  [
    'by an API key that may draft alone',
    async () => publishAs(await program(office.author, ['draft']), preRelease()),
    {
      status: 403,
      code: 'auth.forbidden',
      by: () => ({ id: office.author.id, means: 'api_key' }),
      details: asked('publish'),
    },
  ],
  [
    'by promoting all of staging',
    async () => shop.ask({ kind: 'promote', from_environment: 'staging' }),
    { code: RULE, details: asked('promote') },
  ],
  [
    'by promoting one set of staging',
    async () => shop.ask({ kind: 'promote', from_environment: 'staging', prompt_set_ids: [set.id] }),
    { code: RULE, details: asked('promote') },
  ],
  [
    'among several sets at once',
    async () => {
      const other = await shop.locked(`Beside ${count}`, { [id('b')]: 'Approved' })
      return publish([named(other), preRelease()])
    },
    { code: RULE, details: asked('publish') },
  ],
  [
    'by a rollback to what the environment took under another rule',
    async () => {
      await setRule({ allowed_kinds: ['locked', 'review'] })
      const { body } = await publish([preRelease()]).expect(201)
      await publish([named(set)]).expect(201)
      await setRule({ allowed_kinds: ['locked'] })
      return shop.ask({ kind: 'rollback', to_sequence: body.sequence })
    },
    { code: RULE, details: asked('rollback') },
  ],
  [
    'where it asks for more approvals than the lock did',
    async () => {
      await set.as(office.reviewer).approve()
      expect((await lock(set)).status).toBe(200)
      await setRule({ required_approvals: 2 })
      const answer = await publish([{ prompt_set_id: set.id, version: '1.0.1' }])
      await setRule({ required_approvals: 0 })
      return answer
    },
    { code: 'approval.missing', details: asked('publish') },
  ],
]

describe('without a review, production is not reached', () => {
  it.each(DOORS)('%s, and the trail says who tried what, and why it was refused', async (_, door, told) => {
    const { status = 409, code, by = () => office.author, details = () => ({}) } = told
    const answer = await door()
    expect(refusalOf(answer)).toEqual([status, code])
    expect(await shop.running()).toContain(`doors-${count}@1.0.0`)
    expect((await shop.running()).join()).not.toContain(`doors-${count}@1.0.1`)
    const { id: who, means = 'session' }: Who = by()
    const [entry, ...more] = (await refusals()).filter(({ request_id }) => request_id === answer.body.error.request_id)
    expect(more).toEqual([])
    expect(entry).toMatchObject({
      action: details === ofSet ? 'lock.refused' : 'publication.refused',
      target: details === ofSet ? set.id : 'production',
      actor: { kind: 'user', id: who, name: expect.any(String) },
      means,
      address: expect.stringContaining('127.0.0.1'),
      project_id: shop.projectId,
      details: { code, ...details() },
    })
  })

  it('by an import, which makes a draft and voids what was approved; the trail has both, import and refusal', async () => {
    await set.as(office.reviewer).approve()
    const { body } = await set.call('get').expect(200)
    const content = JSON.stringify({ [id('a')]: 'Imported over an approval' })
    const imported = set.call('post', '/imports').set('If-Match', `"${body.revision}"`)
    await imported.send({ format: 'json', content, dry_run: false }).expect(200)
    const answer = await lock(set)
    expect(refusalOf(answer)).toEqual([409, 'approval.missing'])
    expect(await shop.running()).toContain(`doors-${count}@1.0.0`)
    expect((await refusals()).at(-1)).toMatchObject({
      action: 'lock.refused',
      target: set.id,
      actor: { id: office.author.id },
      details: { code: 'approval.missing' },
      request_id: answer.body.error.request_id,
    })
    const { body: trail } = await office.author
      .call('get', `/projects/${shop.projectId}/audit`)
      .query({ target: set.id, action: 'prompts.imported' })
    expect(trail.entries).toHaveLength(1)
  })

  it('and who only looks whether it would be leaves no entry, nor who mistypes or comes late', async () => {
    const before = await refusals()
    const path = `/projects/${shop.projectId}/environments/production/publications`
    const preview = await office.author
      .call('post', `${path}/preview`)
      .send({ kind: 'publish', sets: [preRelease()] })
      .expect(200)
    expect(preview.body.blocked_by).toMatchObject([{ code: RULE }])
    expect((await publish([{ prompt_set_id: set.id, version: '7.7.7' }])).status).toBe(404)
    expect((await shop.ask({ kind: 'publish', sets: [named(set)], expected_sequence: 9_999 })).status).toBe(409)
    expect((await publish([named(set)])).body.error.code).toBe('publication.nothing_changed')
    expect(await refusals()).toEqual(before)
  })

  it('and a stranger who tries is told of nothing, and leaves nothing in a trail that is not theirs', async () => {
    const stranger = (
      await third
        .call('post', '/organisations')
        .send({ name: `Own ${count}` })
        .expect(201)
    ).body
    const away = `/organisations/${office.organisationId}/members/${third.id}`
    await office.author.call('delete', away).expect(204)
    const before = await refusals()
    expect(refusalOf(await publishAs(third, preRelease()))).toEqual([404, 'project.not_found'])
    expect(refusalOf(await lock(set.as(third)))).toEqual([404, 'project.not_found'])
    expect(await refusals()).toEqual(before)
    const { body } = await third.call('get', `/organisations/${stranger.id}/audit`).expect(200)
    expect(JSON.stringify(body)).not.toContain(shop.projectId)
    const back = { email: third.email, role: 'member' }
    await office.author.call('post', `/organisations/${office.organisationId}/members`).send(back).expect(201)
  })
})

describe('what is allowed', () => {
  const relocked = async (): Promise<LockedSet> => {
    await set.write(id('a'), 'Second')
    await set.move({ status: 'REVIEW' }).expect(200)
    await set.as(office.reviewer).approve()
    const { content_digest } = await set.draft()
    await set.move({ status: 'LOCKED', content_digest }).expect(200)
    return { ...set, version: '1.0.1' }
  }

  it('goes on: discard, lock again, publish, promote, roll back, withdraw, and a set that is deleted', async () => {
    await set.move({ status: 'LOCKED', discard: true }).expect(200)
    await set.move({ status: 'LIVE' }).expect(200)
    const next = await relocked()
    await shop.publish(next)
    await shop.ask({ kind: 'promote', from_environment: 'production' }, { environment: 'staging' }).expect(201)
    const { sequence } = await shop.head()
    await shop.ask({ kind: 'rollback', to_sequence: sequence - 1 }).expect(201)
    await shop.ask({ kind: 'withdraw', prompt_set_ids: [set.id] }).expect(201)
    const short = await newPromptSet(office.author, shop.projectId, `Short ${count}`)
    await short.write(id('short'), 'x')
    await short.move({ status: 'REVIEW' }).expect(200)
    await short.as(office.reviewer).approve()
    await short.call('delete').expect(204)
    expect(await forge.ctx.db('draft_authors').where({ prompt_set_id: short.id })).toEqual([])
  })
})
