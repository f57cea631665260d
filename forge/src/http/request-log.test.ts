import request from 'supertest'
import { beforeAll, expect, it } from 'vitest'
import { firstAdmin, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { createLog } from '../log/create-log.js'

const lines: string[] = []
const forge = testForge({ log: createLog('debug', { write: (line) => void lines.push(line) }) })
let ada: Person
beforeAll(async () => {
  ada = await firstAdmin(forge)
})

/** What was logged of the request with this id. */
const logged = (id: unknown) => lines.map((line) => JSON.parse(line)).filter(({ request_id }) => request_id === id)

it('logs a request under the id that its answer carries, with who asked and how it was answered', async () => {
  const { headers } = await ada.call('get', '/organisations').expect(200)
  const id = headers['x-request-id']
  await expect
    .poll(() => logged(id))
    .toMatchObject([
      { level: 30, msg: 'request', user_id: ada.id, method: 'GET', path: '/api/v1/organisations', status: 200 },
    ])
  expect(logged(id)[0].took_ms).toBeGreaterThanOrEqual(0)
})

it('logs refusals of nobody in particular, and nothing of queries, headers and bodies', async () => {
  const call = request(forge.app).post('/api/v1/sessions?hidden=query').set('X-Hidden', 'header')
  const { headers, body } = await call.send({ email: 'ada@example.com', password: 'a hidden password' }).expect(401)
  const id = headers['x-request-id']
  await expect.poll(() => logged(id)).toMatchObject([{ method: 'POST', path: '/api/v1/sessions', status: 401 }])
  expect([body.error.request_id, 'user_id' in logged(id)[0]]).toEqual([id, false])
  expect(lines.join('')).not.toMatch(/hidden/i)
})

it('logs a failure of FORGE with its cause and the request under one id, and what is no API quietly', async () => {
  await forge.ctx.db.raw('ALTER TABLE memberships RENAME TO elsewhere')
  const { headers } = await ada.call('get', '/organisations').expect(500)
  await forge.ctx.db.raw('ALTER TABLE elsewhere RENAME TO memberships')
  await expect
    .poll(() => logged(headers['x-request-id']))
    .toMatchObject([
      { level: 50, msg: 'request failed', err: { message: expect.stringContaining('memberships') } },
      { level: 30, msg: 'request', status: 500 },
    ])
  const health = await request(forge.app).get('/healthz').expect(200)
  await expect.poll(() => logged(health.headers['x-request-id'])).toMatchObject([{ level: 20, path: '/healthz' }])
})
