import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { randomUUID } from 'node:crypto'
import type { DeliveryList } from '@anvil/shared/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LiveOffice, liveOffice } from '../support/live-office.js'
import { handshake } from '../support/raw-instance.js'
import { deliveries } from '../support/release.js'

let office: LiveOffice
/** What stands inside the network of FORGE and is not to be reached by way of it. */
let inner: Server
let port: number
let visits: string[]
beforeAll(async () => {
  visits = []
  inner = createServer((req, res) => {
    visits.push(`${req.method} ${req.url}`)
    res.end('{"ack":null}')
  }).listen(0, '::')
  await once(inner, 'listening')
  const address = inner.address()
  port = typeof address === 'object' && address ? address.port : 0
  office = await liveOffice({}, { ANVIL_RECEIVER_NETWORKS: '198.51.100.0/24', ANVIL_RECEIVER_HTTP: 'true' })
})
afterAll(async () => {
  await office.forge.close()
  inner.close()
})

/** Says by HTTP that an instance is to be told at this address; how FORGE answers. */
async function report(receiver_url: string): Promise<{ id: string; status: number; code: string | undefined }> {
  const { token: _token, ...said } = handshake(office.token, { receiver_url })
  const { id } = said.instance
  const counters = { renders: 0, errors: 0, missing: 0 }
  const heartbeat = { state: 'READY', mode: 'accepting', running: null, wanted: null, prompts: 0, counters }
  const answer = await fetch(`${office.forge.url}/api/v1/projects/${office.projectId}/instances/${id}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${office.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...said, heartbeat }),
  })
  const text = await answer.text()
  return { id, status: answer.status, code: text === '' ? undefined : JSON.parse(text).error?.code }
}
/** Waits until these instances are among those that a publication is for. */
const areKnown = (ids: string[]) =>
  expect
    .poll(async () => (await office.forge.ctx.db('live_instances').whereIn('id', ids)).length, { timeout: 20_000 })
    .toBe(ids.length)
const rowOf = (list: DeliveryList, id: string) => list.deliveries.find(({ instance_id }) => instance_id === id)

describe('an address inside the network that an instance gives for itself', () => {
  const inside = (): string[] =>
    [
      '127.0.0.1',
      'localhost',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '0.0.0.0',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[64:ff9b::7f00:1]',
    ].map((host) => `http://${host}:${port}/anvil/receive`)
  const away = [
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/latest/',
    'http://[fe80::1]/',
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://192.168.0.1/',
    'http://100.64.0.1/',
    'http://[fd12::1]/',
  ]

  it('is pushed to by nobody’s publication, however it is written, and the delivery says why', async () => {
    const told = await Promise.all([...inside(), ...away].map(async (url) => ({ url, ...(await report(url)) })))
    const taken = told.filter(({ status }) => status < 300)
    expect(taken.length).toBeGreaterThan(15)
    await areKnown(taken.map(({ id }) => id))
    const publication = await office.publishText('Sent to nobody inside, {{name}}')
    const done = (list: DeliveryList): boolean =>
      taken.every(({ id }) => !['queued', 'sent', undefined].includes(rowOf(list, id)?.state))
    const list = await deliveries(office.author, publication, done)
    const rows = taken.map(({ url, id }) => [url, rowOf(list, id)?.state, rowOf(list, id)?.code])
    expect(rows).toEqual(taken.map(({ url }) => [url, 'unreachable', 'receiver.refused']))
    expect(visits).toEqual([])
  })

  it.each([
    'file:///etc/passwd',
    'gopher://127.0.0.1:70/',
    'ftp://127.0.0.1/',
    'data:text/plain,x',
    'unix:///var/run/docker.sock',
    'javascript:alert(1)',
    'http://user:secret@127.0.0.1/',
  ])('is never dialled where it is %s, and the delivery repeats no secret of it', async (url) => {
    const { id, status } = await report(url)
    expect(status).toBe(200)
    await areKnown([id])
    const publication = await office.publishText(`Not to ${randomUUID()}, {{name}}`)
    const isDone = (list: DeliveryList): boolean => !['queued', 'sent', undefined].includes(rowOf(list, id)?.state)
    const row = rowOf(await deliveries(office.author, publication, isDone), id)
    expect([row?.state, row?.code]).toEqual(['unreachable', 'receiver.refused'])
    expect(JSON.stringify(row)).not.toContain('secret')
    expect(visits).toEqual([])
  })

  it.each(['//127.0.0.1/', '/etc/passwd', '', 'x'.repeat(5_000), 'http://a b/'])(
    'is no address at all where it is %s, and the report is refused whole',
    async (url) => {
      const { id, status, code } = await report(url)
      expect([status, code]).toEqual([400, 'request.invalid'])
      expect(await office.forge.ctx.db('live_instances').where({ id })).toEqual([])
    },
  )
})
