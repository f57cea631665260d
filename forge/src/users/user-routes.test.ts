import jwt from 'jsonwebtoken'
import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { testForge } from '../../test/support/forge.js'
import { issueSetupCode } from './setup-service.js'

const forge = testForge()
const account = { email: 'ada@example.com', password: 'correct horse battery' }

async function signIn(): Promise<string> {
  const response = await request(forge.app).post('/api/v1/sessions').send(account)
  return response.body.token
}

const signOut = (token: string) =>
  request(forge.app).delete('/api/v1/sessions/current').set('Authorization', `Bearer ${token}`)

describe('setup', () => {
  it('makes the first admin once, with the code from the log only', async () => {
    const needed = async () => (await request(forge.app).get('/api/v1/setup').expect(200)).body
    expect(await needed()).toEqual({ needed: true })
    const code = await issueSetupCode(forge.ctx)
    const body = { ...account, organisation: { name: 'Analytical Engines' } }
    const wrong = await request(forge.app)
      .post('/api/v1/setup')
      .send({ ...body, code: 'guess' })
    expect([wrong.status, wrong.body.error.code]).toEqual([403, 'setup.wrong_code'])
    const right = await request(forge.app)
      .post('/api/v1/setup')
      .send({ ...body, code })
    expect([right.status, right.body.organisation.slug]).toEqual([201, 'analytical-engines'])
    const again = await request(forge.app)
      .post('/api/v1/setup')
      .send({ ...body, code })
    expect([again.status, again.body.error.code]).toEqual([409, 'setup.already_done'])
    expect(await issueSetupCode(forge.ctx)).toBeUndefined()
    expect(await needed()).toEqual({ needed: false })
  })
})

describe('sessions', () => {
  it('refuses a wrong password and an unknown address alike', async () => {
    for (const wrong of [
      { ...account, password: 'x' },
      { ...account, email: 'eve@example.com' },
    ]) {
      const response = await request(forge.app).post('/api/v1/sessions').send(wrong)
      expect([response.status, response.body.error.code]).toEqual([401, 'auth.wrong_credentials'])
    }
  })

  it('say whose they are', async () => {
    const mine = await request(forge.app)
      .get('/api/v1/sessions/current')
      .set('Authorization', `Bearer ${await signIn()}`)
    expect([mine.status, mine.body.user.email]).toEqual([200, account.email])
    const nobody = await request(forge.app).get('/api/v1/sessions/current')
    expect([nobody.status, nobody.body.error.code]).toEqual([401, 'auth.required'])
  })

  it('end when the person signs out', async () => {
    const token = await signIn()
    expect((await signOut(token)).status).toBe(204)
    const after = await signOut(token)
    expect([after.status, after.body.error.code]).toEqual([401, 'auth.session_ended'])
  })

  it('that are over keep nobody from signing in again', async () => {
    const old = await signIn()
    await signOut(old)
    const call = (path: string) => request(forge.app).post(`/api/v1${path}`).set('Authorization', `Bearer ${old}`)
    expect((await call('/sessions').send(account)).status).toBe(201)
    expect((await call('/organisations').send({ name: 'Late' })).body.error.code).toBe('auth.session_ended')
  })

  it('refuse a token without a signature or of another algorithm', async () => {
    const claims = jwt.decode(await signIn(), { json: true }) ?? {}
    const key = forge.ctx.secrets.derive('sessions')
    for (const forged of [
      jwt.sign(claims, null, { algorithm: 'none' }),
      jwt.sign(claims, key, { algorithm: 'HS512' }),
    ]) {
      expect((await signOut(forged)).body.error.code).toBe('auth.session_ended')
    }
  })

  it('say what is wrong with a body, with a request id', async () => {
    const notJson = await request(forge.app).post('/api/v1/sessions').type('json').send('{"email":')
    expect([notJson.status, notJson.body.error.code]).toEqual([400, 'request.malformed_json'])
    expect(notJson.body.error.request_id).toBe(notJson.headers['x-request-id'])
    const empty = await request(forge.app).post('/api/v1/sessions').send({})
    expect(empty.body.error.details.problems.map((p: { path: string }) => p.path)).toEqual(['email', 'password'])
  })
})
