import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newPromptSet, type Office, openOffice } from '../../test/support/content.js'
import { addPerson } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { pastGuards } from '../../test/support/past-guards.js'
import { type LockedSet, named, type PrintShop, printShop } from '../../test/support/print-shop.js'

const forge = testForge()
let office: Office
let shop: PrintShop
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  shop = await printShop(office)
})

const refused = ({ status, body }: { status: number; body: { error: { code: string } } }) => [status, body.error.code]
const setRule = (rule: object) =>
  office.author.call('patch', `/projects/${shop.projectId}/environments/production`).send(rule).expect(200)

describe("an environment's rule", () => {
  it('keeps drafts out of production, and says what to do', async () => {
    const set = await newPromptSet(office.author, shop.projectId, 'Onboarding')
    await set.write('welcome', 'Welcome!')
    const response = await shop.ask({ kind: 'publish', sets: [{ prompt_set_id: set.id, draft: true }] })
    expect(refused(response)).toEqual([409, 'publication.rule_refused'])
    expect(response.body.error.details).toMatchObject({ allowed_kinds: ['locked'], kind: 'live' })
    expect(response.body.error.message).toContain('Lock the draft')
  })

  it("judges the version's kind, not the status of the draft", async () => {
    const set = await shop.locked('Onboarding', { welcome: 'Welcome!' })
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write('welcome', 'Unfinished')
    await shop.ask({ kind: 'publish', sets: [{ prompt_set_id: set.id, draft: true }] }, { environment: 'development' })
    const preRelease = { prompt_set_id: set.id, version: '1.0.1-live.1' }
    expect(refused(await shop.ask({ kind: 'publish', sets: [preRelease] }))).toEqual([409, 'publication.rule_refused'])
    await shop.publish(set)
  })

  it('that was tightened holds for going back too', async () => {
    await setRule({ allowed_kinds: ['locked', 'live'] })
    const set = await newPromptSet(office.author, shop.projectId, 'Onboarding')
    await set.write('welcome', 'Welcome!')
    await shop.ask({ kind: 'publish', sets: [{ prompt_set_id: set.id, draft: true }] }).expect(201)
    await shop.ask({ kind: 'withdraw', prompt_set_ids: [set.id] }).expect(201)
    await setRule({ allowed_kinds: ['locked'] })
    expect(refused(await shop.ask({ kind: 'rollback', to_sequence: 1 }))).toEqual([409, 'publication.rule_refused'])
  })
})

describe('an environment that asks for more approvals', () => {
  let set: LockedSet
  beforeEach(async () => {
    set = await shop.locked('Onboarding', { welcome: 'Welcome!' })
    await setRule({ required_approvals: 2 })
  })

  const approveVersion = async (digest: string) => {
    const email = `${randomUUID()}@example.com`
    const person = await addPerson(forge, office.author, office.organisationId, { email })
    await set.as(person).call('post', '/approvals').send({ content_digest: digest }).expect(201)
  }
  const digestOf = async ({ version }: LockedSet): Promise<string> =>
    (await set.call('get', `/versions/${version}`).expect(200)).body.content_digest

  it('takes a version once they are given on it', async () => {
    const response = await shop.ask({ kind: 'publish', sets: [named(set)] })
    expect(refused(response)).toEqual([409, 'approval.missing'])
    expect(response.body.error.details).toMatchObject({ prompt_set: 'onboarding', needed: 2, given: 1 })
    await approveVersion(await digestOf(set))
    await shop.publish(set)
  })

  it('asks for none to go back to what it has run', async () => {
    await approveVersion(await digestOf(set))
    await shop.publish(set)
    const next = await shop.revise(set, { welcome: 'Hello!' })
    expect(refused(await shop.ask({ kind: 'publish', sets: [named(next)] }))).toEqual([409, 'approval.missing'])
    await setRule({ required_approvals: 0 })
    await shop.publish(next)
    await setRule({ required_approvals: 5 })
    await shop.ask({ kind: 'rollback', to_sequence: 1 }).expect(201)
    await shop.publish(next)
    expect(await shop.running()).toEqual(['onboarding@1.0.1'])
  })

  it('does not count the yes of an author, whenever they became one', async () => {
    const content_digest = await digestOf(set)
    await pastGuards(forge.ctx.db, 'approvals', async () =>
      forge.ctx.db('approvals').insert({
        id: randomUUID(),
        project_id: shop.projectId,
        prompt_set_id: set.id,
        content_digest,
        user_id: office.author.id,
        own_work: false,
        created_at: new Date(),
      }),
    )
    expect(refused(await shop.ask({ kind: 'publish', sets: [named(set)] }))).toEqual([409, 'approval.missing'])
  })
})

describe('an approval of who left or may review no more', () => {
  const member = (id: string) => `/organisations/${office.organisationId}/members/${id}`
  const reviewer = () =>
    addPerson(forge, office.author, office.organisationId, { email: `${randomUUID()}@example.com` })
  const staging = { environment: 'staging' }
  const asks = (required_approvals: number) =>
    office.author
      .call('patch', `/projects/${shop.projectId}/environments/staging`)
      .send({ required_approvals })
      .expect(200)

  it.each([
    ['left', (id: string) => office.author.call('delete', member(id)).expect(204)],
    [
      'may review no more',
      (id: string) =>
        office.author
          .call('patch', member(id))
          .send({ roles: ['viewer'] })
          .expect(200),
    ],
  ])('does not let a pre-release of a draft into an environment that asks for it: %s', async (_, goes) => {
    await asks(1)
    const set = await newPromptSet(office.author, shop.projectId, 'Onboarding')
    await set.write('welcome', 'Welcome!')
    await set.move({ status: 'REVIEW' }).expect(200)
    const leaver = await reviewer()
    await set.as(leaver).approve()
    const draft = { kind: 'publish', sets: [{ prompt_set_id: set.id, draft: true }] }
    await goes(leaver.id)
    const response = await shop.ask(draft, staging)
    expect(refused(response)).toEqual([409, 'approval.missing'])
    expect(response.body.error.details).toMatchObject({ needed: 1, given: 0 })
    await set.as(office.reviewer).approve()
    await shop.ask(draft, staging).expect(201)
  })

  it('still counts for what was locked by it', async () => {
    await asks(2)
    const set = await shop.locked('Onboarding', { welcome: 'Welcome!' })
    const leaver = await reviewer()
    const { content_digest } = (await set.call('get', `/versions/${set.version}`).expect(200)).body
    await set.as(leaver).call('post', '/approvals').send({ content_digest }).expect(201)
    await office.author.call('delete', member(leaver.id)).expect(204)
    await shop.ask({ kind: 'publish', sets: [named(set)] }, staging).expect(201)
  })
})
