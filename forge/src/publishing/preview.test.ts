import { randomUUID } from 'node:crypto'
import type { Publication, PublicationPreview } from '@anvil/shared/api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newPromptSet, type Office, openOffice } from '../../test/support/content.js'
import { addPerson, environmentOf } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { type LiveNode, liveNode } from '../../test/support/live-node.js'
import { type LockedSet, named, type PrintShop, printShop } from '../../test/support/print-shop.js'
import { handshake, type RawInstance, rawInstance } from '../../test/support/raw-instance.js'
import { accessToken } from '../../test/support/release.js'
import { insertProof } from '../fleet/fleet-proof-store.js'

const forge = testForge()
let office: Office
let shop: PrintShop
let set: LockedSet
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  shop = await printShop(office)
  set = await shop.locked('Onboarding', { welcome: 'Welcome {{name}}!', bye: 'Bye' })
})

const ask = (body: object, environment = 'production', by = office.author) =>
  by.call('post', `/projects/${shop.projectId}/environments/${environment}/publications/preview`).send(body)
const preview = async (body: object, environment = 'production'): Promise<PublicationPreview> =>
  (await ask(body, environment).expect(200)).body
const publishing = (...sets: LockedSet[]) => ({ kind: 'publish', sets: sets.map(named) })
const codes = ({ blocked_by }: PublicationPreview) => blocked_by.map(({ code }) => code)
const setRule = (rule: object) =>
  office.author.call('patch', `/projects/${shop.projectId}/environments/production`).send(rule).expect(200)

/** All that a publication would write to. */
async function everything() {
  const { db } = forge.ctx
  const where = { project_id: shop.projectId }
  const count = async (table: string) => (await db(table).where(where)).length
  return {
    publications: await count('publications'),
    versions: await count('versions'),
    audit: await count('audit_entries'),
    heads: await db('environment_heads').where(where).orderBy('environment_id'),
    outbox: (await db('publication_outbox')).length,
    drafts: await db('prompt_sets').where(where).orderBy('id'),
  }
}

describe('a preview', () => {
  it('says what would change, from which head, and that nothing speaks against it', async () => {
    await shop.publish(set)
    const next = await shop.revise(set, { welcome: 'Good day {{name}}!' })
    const seen = await preview(publishing(next))
    expect(seen).toMatchObject({ environment: 'production', sequence: 1, instances: 0, targets: [], blocked_by: [] })
    expect(seen.changed).toMatchObject([{ prompt_set: 'onboarding', from: '1.0.0', to: '1.0.1', moved: [] }])
    expect(seen.changed[0]?.diff).toMatchObject({ bump: 'patch', breaking: [], changed: [{ id: 'welcome' }] })
    const published: Publication = (
      await shop.ask({ ...publishing(next), expected_sequence: seen.sequence }).expect(201)
    ).body
    expect(published.changed).toMatchObject([{ from: '1.0.0', to: '1.0.1' }])
  })

  it('changes nothing, not for a draft either, whose pre-release it names', async () => {
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write('welcome', 'Unfinished {{name}}')
    const before = await everything()
    const draft = { kind: 'publish', sets: [{ prompt_set_id: set.id, draft: true }] }
    for (let twice = 0; twice < 2; twice++) {
      const seen = await preview(draft, 'development')
      expect(seen.changed).toMatchObject([{ from: null, to: '1.0.1-live.1' }])
      expect(seen.changed[0]?.diff.added).toEqual(['bye', 'welcome'])
    }
    expect(await everything()).toEqual(before)
    const { body } = await shop.ask(draft, { environment: 'development' }).expect(201)
    expect(body.changed).toMatchObject([{ to: '1.0.1-live.1' }])
  })

  it('puts first what breaks callers', async () => {
    const other = await shop.locked('Another', { one: 'One' })
    await shop.publish(set, other)
    const patched = await shop.revise(other, { one: 'Uno' })
    const broken = await shop.revise(set, { welcome: 'Welcome {{name}} of {{team}}!', bye: null })
    const { changed } = await preview(publishing(patched, broken))
    expect(changed.map(({ prompt_set }) => prompt_set)).toEqual(['onboarding', 'another'])
    expect(changed[0]?.diff.breaking.map(({ id, reason }) => [id, reason])).toEqual([
      ['bye', 'prompt_removed'],
      ['welcome', 'variable_added_as_required'],
    ])
    expect(changed[1]?.diff.breaking).toEqual([])
  })

  it('does not call an id removed that another prompt set takes over, but says what breaks in it', async () => {
    const home = await shop.locked('New home', { other: 'Other' })
    await shop.publish(set, home)
    const from = await shop.revise(set, { welcome: null })
    const same = await shop.revise(home, { welcome: 'Welcome {{name}}!' })
    const moved = await preview(publishing(from, same))
    expect(moved.changed.map(({ prompt_set, diff }) => [prompt_set, diff.breaking])).toEqual([
      ['new-home', []],
      ['onboarding', []],
    ])
    expect(moved.changed[0]?.moved).toEqual([{ id: 'welcome', from: 'onboarding' }])
    const different = await shop.revise(same, { welcome: 'Welcome {{name}} of {{team}}!' })
    const { changed } = await preview(publishing(from, different))
    expect(changed[0]).toMatchObject({
      prompt_set: 'new-home',
      diff: { breaking: [{ id: 'welcome', reason: 'variable_added_as_required', variable: 'team' }] },
    })
    expect(codes(await preview(publishing(different)))).toEqual(['publication.id_conflict'])
  })

  it('of a withdrawal, a rollback and a promotion says the same as the publication then does', async () => {
    const other = await shop.locked('Another', { one: 'One' })
    await shop.publish(set)
    await shop.publish(other)
    await shop.ask(publishing(other), { environment: 'staging' }).expect(201)
    for (const body of [
      { kind: 'withdraw', prompt_set_ids: [set.id] },
      { kind: 'rollback', to_sequence: 1 },
      { kind: 'promote', from_environment: 'staging' },
    ]) {
      const seen = await preview(body)
      expect(codes(seen)).toEqual([])
      const answer = await shop.ask({ ...body, expected_sequence: seen.sequence }).expect(201)
      const told = seen.changed.map(({ diff: _diff, moved: _moved, ...change }) => change)
      expect(told).toEqual(expect.arrayContaining(answer.body.changed))
      expect(told).toHaveLength(answer.body.changed.length)
    }
    const { changed } = await preview({ kind: 'rollback', to_sequence: 0 })
    expect(changed[0]?.diff).toMatchObject({ removed: ['one'], breaking: [{ id: 'one', reason: 'prompt_removed' }] })
  })
})

describe('a preview says what speaks against it', () => {
  it('all of it at once: the head, the rule, the approvals and doubled ids', async () => {
    await shop.publish(set)
    const draft = await newPromptSet(office.author, shop.projectId, 'Drafted')
    await draft.write('drafted', 'Unfinished')
    const asked = { kind: 'publish', sets: [{ prompt_set_id: draft.id, draft: true }] }
    await shop.ask(asked, { environment: 'development' }).expect(201)
    await shop.revise(set, { bye: null })
    const taker = await shop.locked('Taker', { bye: 'Bye from here' })
    await setRule({ required_approvals: 2 })
    const preRelease = { prompt_set_id: draft.id, version: '1.0.0-live.1' }
    const seen = await preview({ kind: 'publish', sets: [named(taker), preRelease], expected_sequence: 0 })
    expect(codes(seen).toSorted()).toEqual([
      'approval.missing',
      'approval.missing',
      'publication.id_conflict',
      'publication.rule_refused',
      'publication.sequence_conflict',
    ])
    for (const { message } of seen.blocked_by) expect(message).toMatch(/\.$/)
    expect(seen.changed.map(({ prompt_set }) => prompt_set)).toEqual(['drafted', 'taker'])
  })

  it('a draft that production does not take, or that could not be rendered, and what to do', async () => {
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write('welcome', 'Never closed {{name')
    const draft = { kind: 'publish', sets: [{ prompt_set_id: set.id, draft: true }] }
    const production = await preview(draft)
    expect(codes(production)).toEqual(['publication.rule_refused'])
    expect(production.blocked_by[0]?.message).toContain('Lock the draft and publish the locked version')
    expect(codes(await preview(draft, 'development'))).toEqual(['prompt_set.not_lockable'])
    const { content_digest } = await set.draft()
    await set.write('welcome', 'Closed {{name}}')
    const stale = { kind: 'publish', sets: [{ prompt_set_id: set.id, draft: true, content_digest }] }
    expect(codes(await preview(stale, 'development'))).toEqual(['prompt_set.draft_changed'])
  })

  it('that nothing would change, and who moved the head since', async () => {
    await shop.publish(set)
    expect(codes(await preview(publishing(set)))).toEqual(['publication.nothing_changed'])
    const next = await shop.revise(set, { bye: 'So long' })
    const behind = await preview({ ...publishing(next), expected_sequence: 0 })
    expect(behind.blocked_by).toMatchObject([
      { code: 'publication.sequence_conflict', details: { changed: [{ prompt_set: 'onboarding', to: '1.0.0' }] } },
    ])
    expect(behind.changed).toMatchObject([{ from: '1.0.0', to: '1.0.1' }])
  })

  it('that its instances are beyond this FORGE, whose database came from an older backup', async () => {
    const { access_token } = await accessToken(office.author, shop.projectId)
    const { id: environment_id } = await environmentOf(office.author, shop.projectId)
    const place = { environment_id, project_id: shop.projectId, access_token_id: access_token.id }
    const proof = { ...place, epoch: 1, sequence: 40, envelope: Buffer.from('{}'), keysets: [], instance_id: 'shop-1' }
    await forge.ctx.db.transaction((trx) => insertProof(trx, { ...proof, proven_at: new Date() }))
    const seen = await preview(publishing(set))
    expect(codes(seen)).toEqual(['environment.behind_fleet'])
    expect(seen.changed).toMatchObject([{ from: null, to: '1.0.0' }])
  })

  it('but answers 404 and 400 where the question itself is wrong, and to strangers', async () => {
    const wrong = async (body: object, environment?: string) => {
      const { status, body: answer } = await ask(body, environment)
      return [status, answer.error.code]
    }
    const unknown = { kind: 'publish', sets: [{ prompt_set_id: set.id, version: '9.0.0' }] }
    expect(await wrong(unknown)).toEqual([404, 'version.not_found'])
    expect(await wrong({ kind: 'rollback', to_sequence: 9 })).toEqual([404, 'publication.not_found'])
    expect(await wrong(publishing(set), 'moon')).toEqual([404, 'environment.not_found'])
    expect(await wrong({ kind: 'publish', sets: [] })).toEqual([400, 'request.invalid'])
    expect(await wrong({ kind: 'promote', from_environment: 'production' })).toEqual([400, 'request.invalid'])
    const { body } = await office.author.call('post', '/organisations').send({ name: 'Elsewhere' }).expect(201)
    const stranger = await addPerson(forge, office.author, body.id, { email: `${randomUUID()}@example.com` })
    const { status, body: answer } = await ask(publishing(set), 'production', stranger)
    expect([status, answer.error.code]).toEqual([404, 'project.not_found'])
  })
})

describe('the targets in a preview', () => {
  let node: LiveNode
  const open: RawInstance[] = []
  beforeAll(async () => {
    node = await liveNode(forge.ctx)
  })
  afterEach(() => {
    for (const { socket } of open.splice(0)) socket.disconnect()
  })
  afterAll(() => node.close())

  it('are the instances of that environment: what each goes from and to, and who stays', async () => {
    const first = await shop.publish(set)
    const token = (await accessToken(office.author, shop.projectId)).value
    const connect = async (change: object) => {
      const instance = rawInstance(node.url, handshake(token, change))
      open.push(instance)
      await instance.welcome
      return instance
    }
    const have = { epoch: first.epoch, sequence: first.sequence }
    const taking = await connect({ have })
    const frozen = await connect({ have, mode: 'frozen' })
    const fresh = await connect({ have: { epoch: 1, sequence: 0 } })
    const silent = await connect({ have })
    const stored = (id: string) => forge.ctx.db('live_instances').where({ id }).first()
    for (const { id } of [taking, frozen, fresh, silent]) await expect.poll(() => stored(id)).toBeDefined()
    silent.socket.disconnect()
    await expect.poll(async () => (await stored(silent.id)).connected).toBe(false)

    const next = await shop.revise(set, { bye: 'So long' })
    const { targets, instances } = await preview(publishing(next))
    expect(instances).toBe(2)
    const target = ({ id }: RawInstance) => targets.find(({ instance_id }) => instance_id === id)
    const move = (from: string | null, to: string) => [{ prompt_set_id: set.id, prompt_set: 'onboarding', from, to }]
    const contact = 'connected'
    expect(target(taking)).toMatchObject({ mode: 'accepting', contact, stays: false, sets: move('1.0.0', '1.0.1') })
    expect(target(frozen)).toMatchObject({ mode: 'frozen', contact, stays: true, sets: move('1.0.0', '1.0.0') })
    expect(target(fresh)).toMatchObject({ stays: false, sets: move(null, '1.0.1') })
    expect(target(silent)).toMatchObject({ contact: 'silent', last_seen_at: expect.any(String) })
    expect((await preview(publishing(next), 'staging')).targets).toEqual([])
  })
})
