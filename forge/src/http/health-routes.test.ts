import request from 'supertest'
import { expect, it } from 'vitest'
import { testForge } from '../../test/support/forge.js'
import { VERSION } from '../version.js'

const forge = testForge()

it('answers that it lives and that it is ready', async () => {
  expect((await request(forge.app).get('/healthz')).body).toEqual({ status: 'ok' })
  expect((await request(forge.app).get('/readyz')).body).toEqual({
    status: 'ready',
    database: 'ok',
    version: VERSION,
  })
})

it('answers an unknown address with what to do', async () => {
  const response = await request(forge.app).get('/nowhere')
  expect([response.status, response.body.error.code]).toEqual([404, 'request.not_found'])
})
