import { randomUUID } from 'node:crypto'
import type { FleetSummary, LiveInstance, LiveInstanceDetail, LiveInstancePage, Publication } from '@anvil/shared/api'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { environmentOf } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { insertInstance, type InstanceRow } from '../../test/support/instance-row.js'
import { type LockedSet, type PrintShop, printShop } from '../../test/support/print-shop.js'

let now = new Date('2026-06-01T12:00:00Z')
const forge = testForge({ now: () => now })
let office: Office
let shop: PrintShop
let set: LockedSet
let published: Publication[]
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  now = new Date(now.getTime() + 60_000)
  shop = await printShop(office)
  set = await shop.locked('Welcome', { 'welcome.text': 'Hello {{name}}' })
  published = []
})

/** Publishes the set and withdraws it by turns, an hour after the one before. */
async function publishTimes(times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    now = new Date(now.getTime() + 3_600_000)
    const withdraw = { kind: 'withdraw', prompt_set_ids: [set.id] }
    published.push(time % 2 === 0 ? await shop.publish(set) : (await shop.ask(withdraw).expect(201)).body)
  }
}

const at = (sequence: number) => ({ epoch: 1, sequence })
async function seen(id: string, row: Partial<InstanceRow> & { labels?: object; mode?: string; trust?: string } = {}) {
  const { id: environment_id } = await environmentOf(office.author, shop.projectId)
  await insertInstance(forge, { project_id: shop.projectId, environment_id, id, ...row })
}
const ask = (below: string, environment = 'production') =>
  office.author.call('get', `/projects/${shop.projectId}/environments/${environment}/${below}`)
const page = async (query = ''): Promise<LiveInstancePage> => (await ask(`instances${query}`).expect(200)).body
const ids = ({ instances }: { instances: LiveInstance[] }) => instances.map(({ id }) => id)
const summary = async (query = ''): Promise<FleetSummary> => (await ask(`fleet${query}`).expect(200)).body

describe('instances', () => {
  it('are found by application, host, id and label, whatever their case and signs', async () => {
    await seen('shop-1', { app: 'Shop', host: 'eu-1' })
    await seen('desk-1', { app: 'Desk', host: 'us_1', labels: { region: 'EU', team: '100%' } })
    const found = async (q: string) => ids(await page(`?q=${encodeURIComponent(q)}`))
    expect(await found('sHOP')).toEqual(['shop-1'])
    expect(await found('eu')).toEqual(['desk-1', 'shop-1'])
    expect(await found('region=eu')).toEqual(['desk-1'])
    expect(await found('100%')).toEqual(['desk-1'])
    expect(await found('s_1')).toEqual(['desk-1'])
    expect(await found('%')).toEqual(['desk-1'])
    expect(await found('nowhere')).toEqual([])
  })

  it('come page by page in one order, each once, also where names are the same', async () => {
    for (const [id, app] of [
      ['e', 'a'],
      ['d', 'b'],
      ['c', 'b'],
      ['b', 'b'],
      ['a', 'c'],
    ] as const)
      await seen(id, { app })
    const found: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const next: LiveInstancePage = await page(`?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
      expect(next.count).toBe(5)
      found.push(...ids(next))
      cursor = next.next_cursor
    }
    expect(found).toEqual(['e', 'b', 'c', 'd', 'a'])
  })

  it('show a light by how they stand against what the environment runs, and are found by it', async () => {
    await publishTimes(2)
    const runs = at(2)
    await seen('current', runs)
    await seen('behind', at(1))
    await seen('nothing')
    await seen('frozen', { ...at(1), mode: 'frozen' })
    await seen('unpinned', { ...runs, trust: 'first-use' })
    await seen('failing', { ...runs, state: 'ERROR', mode: 'frozen' })
    await seen('revoked', { ...runs, trust: 'revoked-key' })
    await seen('silent', { ...runs, connected: false, state: 'ERROR' })
    const lights = Object.fromEntries((await page()).instances.map(({ id, light }) => [id, light]))
    expect(lights).toEqual({
      current: 'current',
      behind: 'behind',
      nothing: 'behind',
      frozen: 'frozen',
      unpinned: 'unpinned',
      failing: 'failing',
      revoked: 'failing',
      silent: 'silent',
    })
    expect(ids(await page('?light=behind'))).toEqual(['behind', 'nothing'])
    expect(ids(await page('?light=behind&q=noth'))).toEqual(['nothing'])
    expect(ids(await page('?runs=1-1'))).toEqual(['behind', 'frozen'])
    expect(ids(await page('?runs=nothing'))).toEqual(['nothing'])
    expect((await summary()).lights).toEqual({ current: 1, behind: 2, frozen: 1, unpinned: 1, failing: 2, silent: 1 })
  })

  it('can hear by a socket that stands, or at an address of theirs, and not because they send reports', async () => {
    await seen('socket')
    await seen('hung-up', { connected: false })
    await seen('reports', { by_socket: false })
    await seen('receives', { by_socket: false, connected: false, receiver_url: 'https://app.example/anvil/receive' })
    const can = (await page()).instances.filter(({ can_hear }) => can_hear).map(({ id }) => id)
    expect(can).toEqual(['receives', 'socket'])
  })

  it.each(['?light=purple', '?runs=1', '?runs=1.1', '?limit=0', '?limit=501', '?access_token_id=mine', '?cursor=%20'])(
    'are not looked for by %s',
    async (query) => {
      const { body } = await ask(`instances${query}`).expect(400)
      expect(body.error.code).toBe('request.invalid')
    },
  )
})

describe('the fleet in numbers', () => {
  it('groups instances by what they run, the newest first, and says how far behind that is and since when', async () => {
    await publishTimes(3)
    await seen('a', at(3))
    await seen('b', at(3))
    await seen('c', at(1))
    await seen('d', { ...at(1), mode: 'frozen' })
    await seen('e', { ...at(0), connected: false })
    await seen('f')
    const { wanted, all, count, groups } = await summary()
    const versions = [{ prompt_set_id: set.id, prompt_set: 'welcome', version: '1.0.0' }]
    const here = { ...at(3), publication_id: published[2]?.id, versions, behind: 0, behind_since: null }
    expect(wanted).toEqual({ ...here, standing: 'current' })
    expect([all, count]).toEqual([6, 6])
    expect(groups).toMatchObject([
      { ...here, standing: 'current', instances: 2, connected: 2, frozen: 0, can_hear: 2 },
      { ...at(1), versions, standing: 'behind', behind: 2, behind_since: published[1]?.created_at },
      { ...at(0), versions: [], standing: 'behind', behind: 3, behind_since: published[0]?.created_at, connected: 0 },
      { epoch: null, sequence: null, standing: 'nothing', behind: 0, instances: 1 },
    ])
    expect(groups[1]).toMatchObject({ publication_id: published[0]?.id, instances: 2, frozen: 1, can_hear: 2 })
  })

  it('counts those that are found; lights whatever they run, and groups whatever light they show', async () => {
    await publishTimes(1)
    await seen('a', at(1))
    await seen('b', { ...at(0), app: 'desk' })
    await seen('c', { ...at(0), mode: 'frozen' })
    const some = await summary('?light=frozen&runs=1-0')
    expect([some.count, some.lights, some.groups.length]).toEqual([1, { behind: 1, frozen: 1 }, 1])
    const named = await summary('?q=desk')
    expect([named.count, named.lights, named.groups.length]).toEqual([1, { behind: 1 }, 1])
    expect(await summary('?q=nobody')).toMatchObject({ all: 3, count: 0, lights: {}, groups: [] })
  })

  it('says of a place that FORGE does not know that it is ahead', async () => {
    await seen('a', at(7))
    expect((await summary()).groups).toMatchObject([
      { ...at(7), standing: 'ahead', publication_id: null, versions: [] },
    ])
  })
})

describe('one instance', () => {
  it('is shown with what it runs and what it should, also when it was silent for long', async () => {
    await publishTimes(2)
    await seen('a', { ...at(1), labels: { region: 'eu' }, last_seen_at: new Date(now.getTime() - 9 * 86_400_000) })
    const { body }: { body: LiveInstanceDetail } = await ask('instances/a').expect(200)
    expect(body).toMatchObject({
      instance: { id: 'a', labels: { region: 'eu' }, contact: 'silent', light: 'silent' },
      runs: { sequence: 1, standing: 'behind', behind: 1, versions: [{ version: '1.0.0' }] },
      wanted: { sequence: 2, standing: 'current', versions: [] },
    })
    expect(ids(await page())).toEqual([])
  })

  it('has its deliveries, the newest publication first, page by page', async () => {
    await publishTimes(3)
    await seen('a', at(3))
    await seen('b', at(3))
    const { id: environment_id } = await environmentOf(office.author, shop.projectId)
    for (const [index, { id: publication_id }] of published.entries()) {
      const place = { publication_id, project_id: shop.projectId, environment_id, connected: true }
      const said = { state: index === 1 ? 'rejected' : 'applied', took_ms: index, created_at: now, updated_at: now }
      await forge.ctx.db('deliveries').insert({ ...place, ...said, instance_id: 'a', code: 'bundle.bad_id' })
    }
    const first = (await ask('instances/a/deliveries?limit=2').expect(200)).body
    expect(first).toMatchObject({
      deliveries: [
        { sequence: 3, kind: 'publish', state: 'applied', took_ms: 2, published_at: published[2]?.created_at },
        { sequence: 2, kind: 'withdraw', state: 'rejected', code: 'bundle.bad_id', versions: [] },
      ],
      next: 2,
    })
    expect(first.deliveries[0].versions).toMatchObject([{ prompt_set: 'welcome', version: '1.0.0' }])
    const rest = (await ask('instances/a/deliveries?limit=2&before=2').expect(200)).body
    expect([rest.deliveries.length, rest.deliveries[0].publication_id, rest.next]).toEqual([1, published[0]?.id, null])
    expect((await ask('instances/b/deliveries').expect(200)).body).toEqual({ deliveries: [], next: null })
  })

  it('is not there under another id, in another environment, or by an id that is none', async () => {
    await seen('a')
    const codeOf = async (...asked: Parameters<typeof ask>) => {
      const { status, body } = await ask(...asked)
      return [status, body.error.code]
    }
    expect(await codeOf(`instances/${randomUUID()}`)).toEqual([404, 'instance.not_found'])
    expect(await codeOf(`instances/${randomUUID()}/deliveries`)).toEqual([404, 'instance.not_found'])
    expect(await codeOf('instances/a', 'staging')).toEqual([404, 'instance.not_found'])
    expect(await codeOf('instances/a%20b')).toEqual([400, 'request.invalid'])
  })
})
