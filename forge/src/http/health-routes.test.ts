import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { testForge } from '../../test/support/forge.js'
import { VERSION } from '../version.js'

const forge = testForge()

it('answers that it lives and that it is ready', async () => {
  expect((await request(forge.app).get('/healthz')).body).toEqual({ status: 'ok' })
  expect((await request(forge.app).get('/readyz')).body).toEqual({
    status: 'ready',
    database: 'ok',
    keys: 'ok',
    version: VERSION,
  })
})

it('answers an unknown address with what to do', async () => {
  const response = await request(forge.app).get('/nowhere')
  expect([response.status, response.body.error.code]).toEqual([404, 'request.not_found'])
})

describe('a FORGE that can serve nobody', () => {
  const broken = testForge({ now: () => now })
  let now = new Date()

  it('says that it is not ready, and what is wrong', async () => {
    now = new Date(now.getTime() + 306 * 24 * 60 * 60 * 1000)
    const ending = await request(broken.app).get('/readyz')
    expect([ending.status, ending.body.status, ending.body.keys]).toEqual([200, 'ready', 'ending'])
    now = new Date(now.getTime() + 60 * 24 * 60 * 60 * 1000)
    const expired = await request(broken.app).get('/readyz')
    expect([expired.status, expired.body.status, expired.body.keys]).toEqual([503, 'not_ready', 'expired'])
    await broken.ctx.db.destroy()
    const gone = await request(broken.app).get('/readyz')
    expect([gone.status, gone.body.database]).toEqual([503, 'unreachable'])
    expect((await request(broken.app).get('/healthz')).status).toBe(200)
  })
})
