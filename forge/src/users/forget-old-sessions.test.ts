import request from 'supertest'
import { beforeAll, expect, it } from 'vitest'
import { firstAdmin, PASSWORD, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { forgetOldSessions } from './forget-old-sessions.js'

const HOUR = 60 * 60 * 1_000
let time = Date.parse('2026-03-01T09:00:00Z')
const forge = testForge({ now: () => new Date(time) })
let ada: Person
beforeAll(async () => {
  ada = await firstAdmin(forge)
})

const signIn = async () =>
  (await request(forge.app).post('/api/v1/sessions').send({ email: ada.email, password: PASSWORD }).expect(201)).body
const kept = (table: string) => forge.ctx.db(table).pluck(table === 'sessions' ? 'expires_at' : 'state_sha256')
const leave = (name: string, expires_at: Date) =>
  forge.ctx.db('oidc_attempts').insert({ state_sha256: name, secret_sha256: name, redirect_uri: '/', expires_at })

it('forgets the sessions that have expired, and none that goes on', async () => {
  time += 11 * HOUR
  const { token } = await signIn()
  await forgetOldSessions(forge.ctx)
  expect(await kept('sessions')).toHaveLength(2)
  time += HOUR
  await forgetOldSessions(forge.ctx)
  expect(await kept('sessions')).toEqual([new Date(time + 11 * HOUR)])
  const ask = (value: string) => request(forge.app).get('/api/v1/sessions/current').auth(value, { type: 'bearer' })
  expect((await ask(token)).status).toBe(200)
  expect((await ask(ada.token)).body.error).toMatchObject({ code: 'auth.session_ended' })
})

it('keeps a session that was ended until it would have expired, and what the trail says of it for good', async () => {
  const { token } = await signIn()
  await request(forge.app).delete('/api/v1/sessions/current').auth(token, { type: 'bearer' }).expect(204)
  await forgetOldSessions(forge.ctx)
  expect(await kept('sessions')).toHaveLength(2)
  time += 12 * HOUR
  await forgetOldSessions(forge.ctx)
  expect(await kept('sessions')).toEqual([])
  const told = await forge.ctx.db('audit_entries').whereIn('action', ['session.started', 'session.ended'])
  expect(told.length).toBeGreaterThanOrEqual(3)
})

it('forgets the ways to the issuer that are over, to the millisecond', async () => {
  await leave('over', new Date(time))
  await leave('open', new Date(time + 1))
  await forgetOldSessions(forge.ctx)
  expect(await kept('oidc_attempts')).toEqual(['open'])
  time += 1
  await forgetOldSessions(forge.ctx)
  await forgetOldSessions(forge.ctx)
  expect(await kept('oidc_attempts')).toEqual([])
})
