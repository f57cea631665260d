import { randomUUID } from 'node:crypto'
import { openKeysets, openManifest, parseRootKey } from '@anvil/shared/bundle'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newPromptSet, type Office, openOffice } from '../../test/support/content.js'
import { addPerson } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { type LockedSet, named, type PrintShop, printShop } from '../../test/support/print-shop.js'
import { publication } from '../../test/support/release.js'
import { listKeysetEnvelopes } from '../signing/signing-store.js'

const forge = testForge()
const staging = { environment: 'staging' }
let office: Office
let shop: PrintShop
let greetings: LockedSet
let farewells: LockedSet
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  shop = await printShop(office)
  greetings = await shop.locked('Greetings', { hello: 'Hello' })
  farewells = await shop.locked('Farewells', { bye: 'Bye' })
})

const refused = ({ status, body }: { status: number; body: { error: { code: string } } }) => [status, body.error.code]
const stage = (...sets: LockedSet[]) => shop.ask({ kind: 'publish', sets: sets.map(named) }, staging).expect(201)
const promote = (more: object = {}, where = {}) =>
  shop.ask({ kind: 'promote', from_environment: 'staging', ...more }, where)
const setRule = (rule: object) =>
  office.author.call('patch', `/projects/${shop.projectId}/environments/production`).send(rule).expect(200)

describe('promotion', () => {
  it('puts in place all that the other environment runs, in one publication that says where it came from', async () => {
    await stage(greetings, farewells)
    const { body } = await promote({ note: 'Tested on staging' }).expect(201)
    expect(body).toMatchObject({
      kind: 'promote',
      sequence: 1,
      origin: { environment: 'staging', sequence: 1 },
      changed: [
        { prompt_set: 'farewells', from: null, to: '1.0.0' },
        { prompt_set: 'greetings', from: null, to: '1.0.0' },
      ],
    })
    expect(await shop.running()).toEqual(await shop.running('staging'))
    const entry = await forge.ctx.db('audit_entries').where({ target: body.id }).first()
    expect(entry).toMatchObject({ action: 'publication.promote', details: { origin: body.origin } })
  })

  it('makes both run the same: what the other environment does not run is left out', async () => {
    await shop.publish(greetings, farewells)
    await stage(await shop.revise(greetings, { hello: 'Good day' }))
    const { body } = await promote().expect(201)
    expect(body.changed).toMatchObject([
      { prompt_set: 'farewells', from: '1.0.0', to: null },
      { prompt_set: 'greetings', from: '1.0.0', to: '1.0.1' },
    ])
    expect(await shop.running()).toEqual(['greetings@1.0.1'])
  })

  it('of named prompt sets leaves the others as they are', async () => {
    await shop.publish(greetings, farewells)
    const [newGreetings, newFarewells] = [
      await shop.revise(greetings, { hello: 'Good day' }),
      await shop.revise(farewells, { bye: 'So long' }),
    ]
    await stage(newGreetings, newFarewells)
    await promote({ prompt_set_ids: [farewells.id] }).expect(201)
    expect(await shop.running()).toEqual(['farewells@1.0.1', 'greetings@1.0.0'])
  })

  it('moves an id that changed its prompt set when both sets come along, and is refused while one does', async () => {
    await shop.publish(greetings, farewells)
    const gone = await shop.revise(greetings, { hello: null, hi: 'Hi' })
    const home = await shop.revise(farewells, { hello: 'Hello from here' })
    await stage(gone, home)
    const alone = await promote({ prompt_set_ids: [farewells.id] })
    expect(refused(alone)).toEqual([409, 'publication.id_conflict'])
    expect(await shop.running()).toEqual(['farewells@1.0.0', 'greetings@1.0.0'])
    await promote({ prompt_set_ids: [farewells.id, greetings.id] }).expect(201)
    expect(await shop.running()).toEqual(['farewells@1.1.0', 'greetings@2.0.0'])
  })

  it('takes no pre-release to production, and says what to do instead', async () => {
    const draft = await newPromptSet(office.author, shop.projectId, 'Drafted')
    await draft.write('drafted', 'In review')
    await draft.move({ status: 'REVIEW' }).expect(200)
    const asked = { kind: 'publish', sets: [{ prompt_set_id: draft.id, draft: true }] }
    await shop.ask(asked, staging).expect(201)
    const response = await promote()
    expect(refused(response)).toEqual([409, 'publication.rule_refused'])
    expect(response.body.error.message).toBe(
      'The environment production takes versions of kind locked; drafted 1.0.0-review.1 is of kind review. Lock the draft and publish the locked version.',
    )
    expect(await shop.running()).toEqual([])
    await promote({}, { environment: 'development' }).expect(201)
    expect(await shop.running('development')).toEqual(['drafted@1.0.0-review.1'])
  })

  it('asks for the approvals of the environment it goes to, given on the locked version', async () => {
    await stage(greetings)
    await setRule({ required_approvals: 2 })
    const response = await promote()
    expect(refused(response)).toEqual([409, 'approval.missing'])
    const { content_digest, needed, given } = response.body.error.details
    expect([needed, given]).toEqual([2, 1])
    const email = `${randomUUID()}@example.com`
    const second = await addPerson(forge, office.author, office.organisationId, { email })
    await greetings.as(second).call('post', '/approvals').send({ content_digest }).expect(201)
    await promote().expect(201)
    expect(await shop.running()).toEqual(['greetings@1.0.0'])
  })

  it('is refused where the other environment has moved since the person looked, with what changed', async () => {
    await stage(greetings)
    await stage(farewells)
    const response = await promote({ from_sequence: 1 })
    expect(refused(response)).toEqual([409, 'publication.sequence_conflict'])
    expect(response.body.error.details).toMatchObject({
      environment: 'staging',
      from_sequence: 1,
      sequence: 2,
      changed: [{ prompt_set: 'farewells', from: null, to: '1.0.0' }],
    })
    expect(response.body.error.message).toContain('from_sequence 2')
    await promote({ from_sequence: 2, expected_sequence: 0 }).expect(201)
    expect(refused(await promote({ expected_sequence: 0 }))).toEqual([409, 'publication.sequence_conflict'])
  })

  it('is refused from an environment that runs nothing, that is not there, or that is the same, and of what does not run', async () => {
    await shop.publish(greetings)
    const empty = await promote()
    expect(refused(empty)).toEqual([409, 'prompt_set.not_published'])
    expect(empty.body.error.message).toContain('Publish to it first')
    expect(refused(await promote({ from_environment: 'moon' }))).toEqual([404, 'environment.not_found'])
    expect(refused(await promote({ from_environment: 'production' }))).toEqual([400, 'request.invalid'])
    await stage(greetings)
    const absent = await promote({ prompt_set_ids: [farewells.id] })
    expect(refused(absent)).toEqual([409, 'prompt_set.not_published'])
    expect(absent.body.error.message).toContain('Publish it there first')
    expect(refused(await promote())).toEqual([409, 'publication.nothing_changed'])
    expect(await shop.running()).toEqual(['greetings@1.0.0'])
  })

  it('with an Idempotency-Key happens once, whatever the other environment runs by then', async () => {
    await stage(greetings)
    const key = randomUUID()
    const first = await promote({}, { key }).expect(201)
    await stage(farewells)
    const second = await promote({}, { key }).expect(201)
    expect(second.body).toEqual(first.body)
    expect(await shop.running()).toEqual(['greetings@1.0.0'])
  })

  it('both ways at once between two environments ends, and each is whole', async () => {
    await stage(greetings)
    await shop.publish(farewells)
    const answers = await Promise.all([promote(), promote({ from_environment: 'production' }, staging)])
    for (const { status } of answers) expect([201, 409]).toContain(status)
    expect(answers.some(({ status }) => status === 201)).toBe(true)
    for (const environment of ['staging', 'production']) {
      expect([['greetings@1.0.0'], ['farewells@1.0.0']]).toContainEqual(await shop.running(environment))
    }
  })

  it('is for people of the organisation only', async () => {
    await stage(greetings)
    const { body } = await office.author.call('post', '/organisations').send({ name: 'Elsewhere' }).expect(201)
    const stranger = await addPerson(forge, office.author, body.id, { email: `${randomUUID()}@example.com` })
    const asked = await publication(stranger, shop.projectId, { kind: 'promote', from_environment: 'staging' })
    expect(refused(asked)).toEqual([404, 'project.not_found'])
  })
})

describe("an environment of one's own", () => {
  const path = () => `/projects/${shop.projectId}/environments`
  const add = (body: object) => office.author.call('post', path()).send(body)

  it('is born with a signed manifest of sequence 0 and no bundles, and a token of it finds that', async () => {
    await add({ slug: 'eu-canary', name: 'Canary', allowed_kinds: ['locked', 'review'] }).expect(201)
    const head = await shop.head('eu-canary')
    expect(head).toMatchObject({ sequence: 0, bundles: [] })
    const { signing, db } = forge.ctx
    const chain = openKeysets(await listKeysetEnvelopes(db, 0), { root: parseRootKey(signing.rootKey) })
    const target = { forge_id: signing.forgeId, project_id: shop.projectId, environment: 'eu-canary' }
    const { manifest } = openManifest(Buffer.from(JSON.stringify(head.envelope)), { chain, target })
    expect(manifest).toMatchObject({ environment: 'eu-canary', sequence: 0, bundles: [] })
  })

  it('is a step on the way to production with its own rule', async () => {
    await add({ slug: 'canary', allowed_kinds: ['locked'], required_approvals: 1 }).expect(201)
    await stage(greetings)
    await promote({}, { environment: 'canary' }).expect(201)
    await promote({ from_environment: 'canary' }).expect(201)
    expect(await shop.running()).toEqual(['greetings@1.0.0'])
    const draft = await newPromptSet(office.author, shop.projectId, 'Drafted')
    await draft.write('drafted', 'Unfinished')
    const asked = { kind: 'publish', sets: [{ prompt_set_id: draft.id, draft: true }] }
    expect(refused(await shop.ask(asked, { environment: 'canary' }))).toEqual([409, 'publication.rule_refused'])
  })

  it('keeps its slug, which is lower-case letters, digits and hyphens', async () => {
    await add({ slug: 'blue', allowed_kinds: ['locked'] }).expect(201)
    const renamed = await office.author.call('patch', `${path()}/blue`).send({ slug: 'green', name: 'Green' })
    expect([renamed.status, renamed.body.slug, renamed.body.name]).toEqual([200, 'blue', 'Green'])
    for (const slug of ['Blue', 'two words', 'a_b', 'ä', '']) {
      expect(refused(await add({ slug, allowed_kinds: ['locked'] }))).toEqual([400, 'request.invalid'])
    }
    expect(refused(await add({ slug: 'blue', allowed_kinds: ['live'] }))).toEqual([409, 'environment.slug_taken'])
  })
})

it('notes on a rollback which publication it went back to', async () => {
  await shop.publish(greetings)
  await shop.publish(farewells)
  const { body } = await shop.ask({ kind: 'rollback', to_sequence: 1 }).expect(201)
  expect(body.origin).toEqual({ environment: 'production', sequence: 1 })
  const list = await office.author.call('get', `/projects/${shop.projectId}/environments/production/publications`)
  expect(list.body.publications.map(({ origin }: { origin: unknown }) => origin)).toEqual([
    body.origin,
    null,
    null,
    null,
  ])
})
