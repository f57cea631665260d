import { randomUUID } from 'node:crypto'
import { openKeysets, openManifest, parseRootKey } from '@anvil/shared/bundle'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { addPerson } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { named, type PrintShop, printShop } from '../../test/support/print-shop.js'
import { publication } from '../../test/support/release.js'
import { listKeysetEnvelopes } from '../signing/signing-store.js'

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

describe('publishing', () => {
  it('puts a locked version in place under the next sequence, and tells what it moved', async () => {
    const set = await shop.locked('Onboarding', { 'welcome.message': 'Welcome {{name}}!' })
    const { status, body } = await shop.ask({ kind: 'publish', sets: [named(set)], note: 'First of all' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      kind: 'publish',
      environment: 'production',
      epoch: 1,
      sequence: 1,
      previous_sequence: 0,
      changed: [{ prompt_set_id: set.id, prompt_set: 'onboarding', from: null, to: '1.0.0' }],
      note: 'First of all',
      created_by: { id: office.author.id, name: 'Ada' },
    })
    const { body: read } = await office.author.call(
      'get',
      `/projects/${shop.projectId}/environments/production/publications/${body.id}`,
    )
    expect(read).toEqual(body)
  })

  it('signs a manifest of exactly what runs, which the pinned root key verifies', async () => {
    const set = await shop.locked('Onboarding', { 'welcome.message': 'Welcome {{name}}!' })
    await shop.publish(set)
    const head = await shop.head()
    const { signing, db } = forge.ctx
    const chain = openKeysets(await listKeysetEnvelopes(db, 0), { root: parseRootKey(signing.rootKey) })
    const target = { forge_id: signing.forgeId, project_id: shop.projectId, environment: 'production' }
    const { manifest } = openManifest(Buffer.from(JSON.stringify(head.envelope)), { chain, target })
    const { headers, body } = await set.call('get', '/versions/1.0.0/bundle')
    expect(manifest).toMatchObject({
      sequence: 1,
      bundles: [{ prompt_set_id: set.id, prompt_set: 'onboarding', version: '1.0.0' }],
    })
    expect(headers['etag']).toBe(`"sha256-${manifest.bundles[0]?.sha256}"`)
    expect(manifest.bundles[0]?.bytes).toBe(Buffer.byteLength(JSON.stringify(body)))
  })

  it('leaves the other prompt sets as they were', async () => {
    const [one, two] = [await shop.locked('One', { one: '1' }), await shop.locked('Two', { two: '2' })]
    await shop.publish(one, two)
    await shop.publish(await shop.revise(one, { one: 'uno' }))
    expect(await shop.running()).toEqual(['one@1.0.1', 'two@1.0.0'])
  })

  it('a new draft between click and commit: publishes the locked version that the request names', async () => {
    const set = await shop.locked('Onboarding', { welcome: 'Welcome!' })
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write('welcome', 'Something unfinished')
    await shop.publish(set)
    expect(await shop.running()).toEqual(['onboarding@1.0.0'])
  })

  it('lists publications newest first, page by page', async () => {
    let set = await shop.locked('Onboarding', { welcome: 'Welcome!' })
    await shop.publish(set)
    set = await shop.revise(set, { welcome: 'Hello!' })
    await shop.publish(set)
    const list = (query: string) =>
      office.author.call('get', `/projects/${shop.projectId}/environments/production/publications${query}`)
    const first = (await list('?limit=2').expect(200)).body
    expect([first.publications.map((p: { sequence: number }) => p.sequence), first.next]).toEqual([[2, 1], 1])
    const rest = (await list(`?limit=2&before=${first.next}`).expect(200)).body
    expect([rest.publications.map((p: { kind: string }) => p.kind), rest.next]).toEqual([['initial'], null])
  })

  it('writes the audit entry with the publication', async () => {
    const { id } = await shop.publish(await shop.locked('Onboarding', { welcome: 'Welcome!' }))
    const entry = await forge.ctx.db('audit_entries').where({ target: id }).first()
    expect(entry).toMatchObject({ action: 'publication.publish', actor_id: office.author.id })
    expect(entry.details).toMatchObject({ environment: 'production', sequence: 1 })
  })
})

describe('publishing refuses', () => {
  it('what runs already', async () => {
    const set = await shop.locked('Onboarding', { welcome: 'Welcome!' })
    await shop.publish(set)
    expect(refused(await shop.ask({ kind: 'publish', sets: [named(set)] }))).toEqual([
      409,
      'publication.nothing_changed',
    ])
    expect((await shop.head()).sequence).toBe(1)
  })

  it('a head that somebody else has moved, and tells what changed since', async () => {
    const [one, two] = [await shop.locked('One', { one: '1' }), await shop.locked('Two', { two: '2' })]
    await shop.publish(one)
    const response = await shop.ask({ kind: 'publish', sets: [named(two)], expected_sequence: 0 })
    expect(refused(response)).toEqual([409, 'publication.sequence_conflict'])
    expect(response.body.error.details).toEqual({
      environment: 'production',
      expected_sequence: 0,
      sequence: 1,
      changed: [{ prompt_set_id: one.id, prompt_set: 'one', from: null, to: '1.0.0' }],
    })
    await shop.ask({ kind: 'publish', sets: [named(two)], expected_sequence: 1 }).expect(201)
  })

  it('versions and prompt sets that are not of this project', async () => {
    const set = await shop.locked('Onboarding', { welcome: 'Welcome!' })
    const missing = await shop.ask({ kind: 'publish', sets: [{ prompt_set_id: set.id, version: '2.0.0' }] })
    expect(refused(missing)).toEqual([404, 'version.not_found'])
    const elsewhere = await (await printShop(office)).locked('Elsewhere', { there: 'There' })
    expect(refused(await shop.ask({ kind: 'publish', sets: [named(elsewhere)] }))).toEqual([
      404,
      'prompt_set.not_found',
    ])
    const nowhere = await shop.ask({ kind: 'publish', sets: [named(set)] }, { environment: 'moon' })
    expect(refused(nowhere)).toEqual([404, 'environment.not_found'])
  })

  it('a set that is named twice, an unknown field, and no sets at all', async () => {
    const set = await shop.locked('Onboarding', { welcome: 'Welcome!' })
    for (const body of [
      { kind: 'publish', sets: [named(set), { prompt_set_id: set.id, draft: true }] },
      { kind: 'publish', sets: [{ ...named(set), draft: true }] },
      { kind: 'publish', sets: [named(set)], force: true },
      { kind: 'publish', sets: [] },
      { kind: 'overwrite', sets: [named(set)] },
    ]) {
      expect(refused(await shop.ask(body))).toEqual([400, 'request.invalid'])
    }
  })

  it('a person of another organisation, for whom the project does not exist', async () => {
    const set = await shop.locked('Onboarding', { welcome: 'Welcome!' })
    const { body } = await office.author.call('post', '/organisations').send({ name: 'Elsewhere' }).expect(201)
    const stranger = await addPerson(forge, office.author, body.id, { email: `${randomUUID()}@example.com` })
    for (const response of [
      await publication(stranger, shop.projectId, { kind: 'publish', sets: [named(set)] }),
      await stranger.call('get', `/projects/${shop.projectId}/environments/production/head`),
      await stranger.call('get', `/projects/${shop.projectId}/environments/production/publications`),
    ]) {
      expect(refused(response)).toEqual([404, 'project.not_found'])
    }
    expect((await shop.head()).sequence).toBe(0)
  })

  it("a publication's id under another environment", async () => {
    const { id } = await shop.publish(await shop.locked('Onboarding', { welcome: 'Welcome!' }))
    const path = `/projects/${shop.projectId}/environments/staging/publications/${id}`
    expect(refused(await office.author.call('get', path))).toEqual([404, 'publication.not_found'])
  })
})
