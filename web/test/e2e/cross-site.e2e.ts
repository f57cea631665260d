import { once } from 'node:events'
import { createServer } from 'node:http'
import { OrganisationList } from '@anvil/shared/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Actor, firstAdmin } from './support/people.js'
import { openForge, type OpenForge } from './support/serve-page.js'
import { visit, type Visit } from './support/visit.js'

let forge: OpenForge
let ada: Actor & { token: string }
let evil: Visit
const other = createServer((_req, res) => res.setHeader('Content-Type', 'text/html').end('<title>Other</title>'))
beforeAll(async () => {
  forge = await openForge()
  ada = await firstAdmin(forge)
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  evil = await visit(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`)
})
afterAll(async () => {
  await evil.close()
  other.close()
  await forge.close()
})

const url = () => forge.url.replace('localhost', '127.0.0.1')
const organisations = async () => (await ada.request(OrganisationList, '/organisations')).organisations.length
const inPage = async (visit: Visit, script: string) => String(await visit.page.evaluate(script))
const dial = (path: string) => `new Promise((resolve) => {
  const socket = new WebSocket('${url().replace('http', 'ws')}${path}/?EIO=4&transport=websocket')
  socket.onopen = () => resolve('open')
  socket.onerror = () => resolve('refused')
})`

it('a page at another port changes nothing and reads nothing, even with somebody’s session', async () => {
  const statuses: string[] = []
  evil.page.on('response', (answer) => statuses.push(`${answer.request().method()} ${answer.status()}`))
  const ask = (mode: string, type: string) =>
    `fetch('${url()}/api/v1/organisations', { method: 'POST', mode: '${mode}', body: '{"name":"Taken"}',
      headers: { 'Content-Type': '${type}', ${mode === 'cors' ? `Authorization: 'Bearer ${ada.token}'` : ''} } })
      .then(({ type }) => type, () => 'failed')`
  expect(await inPage(evil, ask('cors', 'application/json'))).toBe('failed')
  expect(await inPage(evil, ask('no-cors', 'text/plain'))).toMatch(/opaque|failed/)
  expect(await inPage(evil, `fetch('${url()}/api/v1/setup').then(() => 'read', () => 'failed')`)).toBe('failed')
  expect(statuses).not.toContain('POST 201')
  expect(await organisations()).toBe(1)
})

it('a page at another port gets no socket, neither of pages nor of instances; FORGE’s own page gets both', async () => {
  const own = await visit(`${url()}/sign-in`)
  for (const path of ['/api/v1/events', '/api/v1/live']) {
    expect([path, await inPage(evil, dial(path))]).toEqual([path, 'refused'])
    expect([path, await inPage(own, dial(path))]).toEqual([path, 'open'])
  }
  await own.close()
})
