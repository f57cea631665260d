import type { FleetSummary, LiveInstance, LiveInstancePage } from '@anvil/shared/api'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { environmentOf, newProject } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { insertInstance } from '../../test/support/instance-row.js'
import { upsertInstances } from './instance-store.js'

const COUNT = 700
const APPS = ['shop', 'desk', 'Shop', 'émail', 'search_1', '<b>bold</b>', 'مرحبا']
const forge = testForge()
let office: Office
let path: string
let place: { project_id: string; environment_id: string }
beforeAll(async () => {
  office = await openOffice(forge)
  const { id } = await newProject(office.author, office.organisationId, 'Many')
  place = { project_id: id, environment_id: (await environmentOf(office.author, id)).id }
  path = `/projects/${id}/environments/production`
  for (let at = 0; at < COUNT; at++) {
    const app = APPS[at % APPS.length] ?? ''
    const runs = at % 3 === 0 ? {} : { epoch: 1, sequence: 0 }
    await insertInstance(forge, {
      ...place,
      id: `i-${at}`,
      app,
      host: `host-${at % 50}`,
      connected: at % 5 !== 0,
      ...runs,
    })
  }
})

/** All pages of what a query finds, of so many each. */
async function allPages(query: string, limit: number): Promise<LiveInstance[]> {
  const found: LiveInstance[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const after: string = cursor === '' ? '' : `&cursor=${cursor}`
    const { body }: { body: LiveInstancePage } = await office.author
      .call('get', `${path}/instances?limit=${limit}${query}${after}`)
      .expect(200)
    found.push(...body.instances)
    cursor = body.next_cursor
  }
  return found
}
const ids = (list: readonly LiveInstance[]) => list.map(({ id }) => id)
const summary = async (query: string): Promise<FleetSummary> =>
  (await office.author.call('get', `${path}/fleet?${query}`).expect(200)).body

describe('a fleet of hundreds', () => {
  it.each([7, 100, 500])('is the same in pages of %i, each instance once', async (limit) => {
    const whole = [...(await allPages('', 500))]
    const found = await allPages('', limit)
    expect(ids(found)).toEqual(ids(whole))
    expect(new Set(ids(found)).size).toBe(COUNT)
  })

  it.each([
    '&q=shop',
    '&light=silent',
    '&runs=nothing',
    '&runs=1-0&light=current',
    '&q=%3Cb%3E',
    '&q=host-7&light=behind',
  ])('has as many instances by %s as its numbers say', async (query) => {
    const found = await allPages(query, 50)
    const { count, all, lights, groups } = await summary(query.slice(1))
    expect([found.length, all]).toEqual([count, COUNT])
    expect(found.length).toBeGreaterThan(0)
    for (const light of new Set(found.map((one) => one.light)))
      expect(lights[light]).toBe(found.filter((one) => one.light === light).length)
    const sequences = new Set(found.map(({ sequence }) => sequence))
    for (const sequence of sequences) {
      const group = groups.find((one) => one.sequence === sequence)
      expect(group?.instances).toBe(found.filter((one) => one.sequence === sequence).length)
    }
  })

  it('goes on after an instance that has said something else meanwhile', async () => {
    const [first, second] = ids(await allPages('', 500))
    const { body } = await office.author.call('get', `${path}/instances?limit=1`).expect(200)
    expect(body.next_cursor).toBe(first)
    const handshake = { instance: { id: first ?? '', app: APPS[1] ?? '', host: '', pid: 2, sdk: 's', runtime: 'r' } }
    const said = { ...handshake, mode: 'accepting', have: null, trust: 'pinned', insecure: false } as const
    const about = { project_id: place.project_id, address: '', by_socket: true, seen_at: forge.ctx.now() }
    const { access_token_id } = await forge.ctx.db('live_instances').where({ id: first }).first()
    const key = { environment_id: place.environment_id, id: first ?? '' }
    await upsertInstances(forge.ctx.db, [{ key, access_token_id, ...about, handshake: said }], forge.ctx.now())
    const next = await office.author.call('get', `${path}/instances?limit=1&cursor=${first}`).expect(200)
    expect(ids(next.body.instances)).not.toEqual([first])
    expect(second).toBeDefined()
    expect(new Set(ids(await allPages('', 100))).size).toBe(COUNT)
  })

  it('ends where a cursor names nobody', async () => {
    const { body } = await office.author.call('get', `${path}/instances?cursor=nobody`).expect(200)
    expect(body).toEqual({ instances: [], count: COUNT, next_cursor: null })
  })
})
