import { randomUUID } from 'node:crypto'
import type { LiveInstance } from '@anvil/shared/api'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { addPerson, environmentOf, newProject, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { insertInstance, type InstanceRow } from '../../test/support/instance-row.js'
import { printShop } from '../../test/support/print-shop.js'
import { countInstances } from '../metrics/instance-counts-store.js'

const NOON = Date.parse('2026-06-01T12:00:00Z')
const ago = (ms: number): Date => new Date(NOON - ms)
const [SECOND, DAY] = [1_000, 24 * 60 * 60 * 1_000]
const forge = testForge({ now: () => ago(0) })
let office: Office
let stranger: Person
beforeAll(async () => {
  office = await openOffice(forge)
  const { body } = await office.author.call('post', '/organisations').send({ name: 'Elsewhere' }).expect(201)
  stranger = await addPerson(forge, office.author, body.id, { email: 'eve@example.com' })
})

let place: { project_id: string; environment_id: string }
beforeEach(async () => {
  await forge.ctx.db('live_instances').delete()
  const { id } = await newProject(office.author, office.organisationId, randomUUID())
  place = { project_id: id, environment_id: (await environmentOf(office.author, id)).id }
})

const seen = (id: string, row: Partial<InstanceRow> = {}) => insertInstance(forge, { ...place, id, ...row })
const fleet = (environment = 'production', by = office.author) =>
  by.call('get', `/projects/${place.project_id}/environments/${environment}/instances`)
const listed = async (): Promise<LiveInstance[]> => (await fleet().expect(200)).body.instances

describe('the fleet of an environment', () => {
  it('is in the order of application, host and id', async () => {
    await seen('b', { app: 'shop', host: 'two' })
    await seen('a', { app: 'shop', host: 'two' })
    await seen('c', { app: 'shop', host: 'one' })
    await seen('d', { app: 'batch', host: 'zzz' })
    expect((await listed()).map(({ id }) => id)).toEqual(['d', 'c', 'a', 'b'])
  })

  it('is connected within two heartbeats, silent up to a day, and then forgotten', async () => {
    await seen('1 just heard of')
    await seen('2 at the edge', { last_seen_at: ago(60 * SECOND - 1) })
    await seen('3 beyond it', { last_seen_at: ago(60 * SECOND) })
    await seen('4 hung up', { connected: false })
    await seen('5 almost a day', { last_seen_at: ago(DAY - 1) })
    await seen('6 a day', { last_seen_at: ago(DAY) })
    expect((await listed()).map(({ id, contact }) => [id[0], contact])).toEqual([
      ['1', 'connected'],
      ['2', 'connected'],
      ['3', 'silent'],
      ['4', 'silent'],
      ['5', 'silent'],
    ])
  })

  it('is counted for the operator as it is listed', async () => {
    await seen('1', { state: 'READY' })
    await seen('2', { state: 'STALE', last_seen_at: ago(60 * SECOND - 1) })
    await seen('3', { state: 'READY', last_seen_at: ago(60 * SECOND) })
    await seen('4', { state: 'ERROR', connected: false })
    await seen('5', { last_seen_at: ago(DAY) })
    const counts = await countInstances(forge.ctx.db, forge.ctx.now())
    expect(Object.fromEntries(counts.map(({ state, count }) => [state, count]))).toEqual({
      READY: 1,
      STALE: 1,
      silent: 2,
    })
  })

  it('tells large numbers, hostile names and what is not known as they are', async () => {
    const app = '<img src=x onerror=alert(1)> 🜂 {{x}}'
    await seen('a', { app, host: '', sequence: Number.MAX_SAFE_INTEGER, epoch: 2 ** 31 - 1 })
    await seen('b', { access_token_id: null })
    expect(await listed()).toMatchObject([
      { app, host: '', sequence: Number.MAX_SAFE_INTEGER, epoch: 2 ** 31 - 1, wanted_sequence: null, labels: {} },
      { id: 'b', access_token_id: null, epoch: null, sequence: null },
    ])
  })

  it('is that of its own environment and project', async () => {
    await seen('mine')
    const staging = await environmentOf(office.author, place.project_id, 'staging')
    await seen('mine', { environment_id: staging.id, host: 'staged' })
    expect((await listed()).map(({ host }) => host)).toEqual(['h'])
    const moon = await fleet('moon')
    expect([moon.status, moon.body.error.code]).toEqual([404, 'environment.not_found'])
    const theirs = await fleet('production', stranger)
    expect([theirs.status, theirs.body.error.code]).toEqual([404, 'project.not_found'])
  })
})

it('the deliveries of a publication are not to be had by another environment, another project, or a stranger', async () => {
  const shop = await printShop(office)
  const { id } = await shop.publish(await shop.locked('Letters', { 'letter.a': 'Dear {{name}}' }))
  const ask = (path: string, { by = office.author, project = shop.projectId } = {}) =>
    by.call('get', `/projects/${project}/environments/${path}/deliveries`)
  const codeOf = async (...args: Parameters<typeof ask>) => {
    const { status, body } = await ask(...args)
    return [status, body.error.code]
  }
  const path = `production/publications/${id}`
  expect((await ask(path).expect(200)).body).toMatchObject({ publication_id: id, deliveries: [] })
  expect(await codeOf(`staging/publications/${id}`)).toEqual([404, 'publication.not_found'])
  expect(await codeOf(`production/publications/${randomUUID()}`)).toEqual([404, 'publication.not_found'])
  expect(await codeOf('production/publications/latest')).toEqual([400, 'request.invalid'])
  expect(await codeOf(path, { project: office.projectId })).toEqual([404, 'publication.not_found'])
  expect(await codeOf(path, { by: stranger })).toEqual([404, 'project.not_found'])
})
