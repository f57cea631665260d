import { request } from 'undici'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type LiveOffice, liveOffice } from '../support/live-office.js'
import { handshake, type RawInstance, rawInstance } from '../support/raw-instance.js'
import { deliveries, publication } from '../support/release.js'

const TOKEN = 'a-token-for-prometheus'
let office: LiveOffice
const open: RawInstance[] = []
beforeAll(async () => {
  office = await liveOffice()
})
afterEach(() => {
  for (const instance of open.splice(0)) instance.socket.disconnect()
})
afterAll(() => office.forge.close())

function connect(): RawInstance {
  const instance = rawInstance(office.forge.url, handshake(office.token))
  open.push(instance)
  return instance
}

/** The samples of one metric by their labels; without labels under an empty name. */
async function samples(name: string): Promise<Record<string, number>> {
  const answer = await fetch(`${office.forge.url}/metrics`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/plain/)])
  const lines = (await answer.text()).split('\n')
  const found = lines.flatMap((line) => {
    const [, labels = '', value] = new RegExp(`^${name}(?:{(.*)})? (\\S+)$`).exec(line) ?? []
    return value === undefined ? [] : [[labels, Number(value)] as const]
  })
  return Object.fromEntries(found)
}

describe('the metrics of FORGE', () => {
  it('count publications, refusals and what instances did, and how long that took', async () => {
    const [good, bad] = [connect(), connect()]
    await Promise.all([good.pushed(1), bad.pushed(1)])
    await expect.poll(() => samples('anvil_live_sockets')).toEqual({ '': 2 })
    await expect
      .poll(() => office.forge.ctx.db('live_instances').where({ connected: true }), { timeout: 10_000 })
      .toHaveLength(2)
    const before = (await samples('anvil_publications_total'))['kind="publish"'] ?? 0
    const published = await office.publishText('Measured, {{name}}')
    const { epoch, sequence } = published
    await Promise.all([good.pushed(2), bad.pushed(2)])
    good.ack({ epoch, sequence })
    bad.ack({ epoch, sequence, result: 'rejected', code: 'bundle.hash_mismatch' })
    await deliveries(office.author, published, ({ complete }) => complete)
    await expect
      .poll(() => samples('anvil_deliveries_total'))
      .toEqual({ 'result="applied"': 1, 'result="rejected"': 1 })
    expect(await samples('anvil_delivery_lag_seconds_count')).toEqual({ '': 1 })
    const { '': lag = Number.NaN } = await samples('anvil_delivery_lag_seconds_sum')
    expect(lag).toBeGreaterThan(0)
    expect(lag).toBeLessThan(60)
    expect(await samples('anvil_publications_total')).toEqual({ 'kind="publish"': before + 1 })
    const sets = [{ prompt_set_id: office.set.id, version: published.bundles[0]?.version }]
    const again = await publication(office.author, office.projectId, { kind: 'publish', sets })
    expect(await samples('anvil_publication_refusals_total')).toEqual({ [`code="${again.body.error.code}"`]: 1 })
  })

  it('count sockets of this process and instances by state', async () => {
    const one = connect()
    await one.pushed(1)
    await expect.poll(() => samples('anvil_live_sockets')).toEqual({ '': 1 })
    await expect.poll(() => samples('anvil_live_instances')).toMatchObject({ 'state="NOT_READY"': 1 })
    one.socket.disconnect()
    await expect.poll(() => samples('anvil_live_sockets')).toEqual({ '': 0 })
    await expect.poll(async () => Object.keys(await samples('anvil_live_instances'))).toEqual(['state="silent"'])
  })

  it('tell of the event loop and of the database, also when it does not answer', async () => {
    expect(await samples('anvil_database_up')).toEqual({ '': 1 })
    for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes'])
      expect([name, Object.keys(await samples(name))]).toEqual([name, ['']])
    const { 'result="ok"': first = 0 } = await samples('anvil_database_queries_total')
    const { 'result="ok"': second = 0 } = await samples('anvil_database_queries_total')
    expect(second).toBeGreaterThan(first)
    const unreachable = vi.spyOn(office.forge.ctx.db.client, 'acquireConnection')
    unreachable.mockRejectedValue(new Error('connect ECONNREFUSED'))
    expect(await samples('anvil_database_up')).toEqual({ '': 0 })
    unreachable.mockRestore()
    expect(await samples('anvil_database_up')).toEqual({ '': 1 })
  })

  it.each([
    ['x-forwarded-for', '127.0.0.1'],
    ['forwarded', 'for=127.0.0.1'],
    ['via', '1.1 proxy'],
    ['host', 'metrics.example.com'],
    ['host', ''],
  ])('are for this machine only, not for who comes with %s: %s', async (name, value) => {
    const answer = await request(`${office.forge.url}/metrics`, { headers: { [name]: value } })
    expect([answer.statusCode, await answer.body.json()]).toMatchObject([403, { error: { code: 'auth.forbidden' } }])
  })

  it.each<Record<string, string>>([
    { ANVIL_TRUST_PROXY: '127.0.0.1' },
    { ANVIL_PUBLIC_URL: 'https://anvil.example.com' },
  ])('are for nobody without a token where a proxy is in front: %j', async (env) => {
    const behind = await liveOffice({}, env)
    const answer = await request(`${behind.forge.url}/metrics`)
    expect([answer.statusCode, await answer.body.text()]).toEqual([403, expect.stringContaining('ANVIL_METRICS_TOKEN')])
    await behind.forge.close()
  })
})

describe('the metrics of a FORGE with a token for them', () => {
  it('are for who has it, from wherever they come', async () => {
    const guarded = await liveOffice({}, { ANVIL_METRICS_TOKEN: TOKEN })
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${guarded.forge.url}/metrics`, { headers })).status
    expect(await status({})).toBe(401)
    expect(await status({ authorization: `Bearer ${TOKEN}x` })).toBe(401)
    expect(await status({ authorization: `Bearer ${guarded.author.token}` })).toBe(401)
    const elsewhere = { 'x-forwarded-for': '203.0.113.7' }
    expect(await status({ authorization: `Bearer ${TOKEN}`, ...elsewhere })).toBe(200)
    await guarded.forge.close()
  })
})
