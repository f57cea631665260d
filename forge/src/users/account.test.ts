import request from 'supertest'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { firstAdmin, PASSWORD, type Person, signedIn } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'

const MORNING = Date.parse('2026-03-01T09:00:00Z')
const MINUTE = 60_000
const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36'
let time = MORNING
const forge = testForge({ now: () => new Date(time) })
let ada: Person
beforeAll(async () => {
  ada = await firstAdmin(forge)
})
beforeEach(async () => {
  await ada.call('delete', '/sessions').expect(200)
})

const tryPassword = (password: string) =>
  request(forge.app).post('/api/v1/sessions').set('User-Agent', CHROME).send({ email: ada.email, password })
const signIn = async (password = PASSWORD) => signedIn(forge, (await tryPassword(password).expect(201)).body)
const sessionsOf = async (person: Person) => (await person.call('get', '/sessions').expect(200)).body.sessions
const othersOf = async (person: Person) =>
  (await sessionsOf(person)).filter(({ current }: { current: boolean }) => !current)
const codeOf = async (person: Person) => (await person.call('get', '/sessions/current')).body.error?.code
const entriesOf = (action: string) => forge.ctx.db('audit_entries').where({ action }).orderBy('number')

describe('the sessions of a person', () => {
  it('are listed with when they began, when, from where and by what they were used, and which this one is', async () => {
    const other = await signIn()
    const sessions = await sessionsOf(ada)
    expect(sessions).toHaveLength(2)
    expect(sessions.find(({ current }: { current: boolean }) => !current)).toMatchObject({
      created_at: new Date(time).toISOString(),
      last_seen_at: new Date(time).toISOString(),
      expires_at: new Date(time + 12 * 60 * MINUTE).toISOString(),
      address: expect.stringContaining('127.0.0.1'),
      program: 'Chrome 131 on Linux',
    })
    expect((await othersOf(other)).map(({ id }: { id: string }) => id)).toEqual(
      sessions.filter(({ current }: { current: boolean }) => current).map(({ id }: { id: string }) => id),
    )
    expect(JSON.stringify(sessions)).not.toContain(other.token)
  })

  it('are seen when they are used, at most once a minute', async () => {
    const other = await signIn()
    const began = time
    const seen = async () => Date.parse((await othersOf(ada))[0].last_seen_at)
    time = began + MINUTE - 1
    await other.call('get', '/sessions/current').expect(200)
    expect(await seen()).toBe(began)
    time = began + MINUTE
    await other.call('get', '/sessions/current').expect(200)
    expect(await seen()).toBe(time)
  })

  it('that are over are not listed', async () => {
    const began = time
    await signIn()
    time = began + MINUTE
    ada = await signIn()
    const created = async () =>
      (await othersOf(ada)).map((other: { created_at: string }) => Date.parse(other.created_at))
    time = began + 12 * 60 * MINUTE - 1
    expect(await created()).toContain(began)
    time += 1
    expect(await created()).toEqual([])
  })

  it('end one by one, on the record, and no twice', async () => {
    const [one, two] = [await signIn(), await signIn()]
    const [{ id }] = (await sessionsOf(one)).filter(({ current }: { current: boolean }) => current)
    await ada.call('delete', `/sessions/${id}`).expect(204)
    expect([await codeOf(one), await codeOf(two)]).toEqual(['auth.session_ended', undefined])
    const again = await ada.call('delete', `/sessions/${id}`).expect(404)
    expect(again.body.error.code).toBe('session.not_found')
    expect((await entriesOf('session.ended')).at(-1)).toMatchObject({ actor_id: ada.id, target: id })
  })

  it('end all but this one', async () => {
    const [one, two] = [await signIn(), await signIn()]
    expect((await ada.call('delete', '/sessions').expect(200)).body).toEqual({ ended: 2 })
    expect([await codeOf(one), await codeOf(two), await codeOf(ada)]).toEqual([
      'auth.session_ended',
      'auth.session_ended',
      undefined,
    ])
    expect((await entriesOf('sessions.ended')).at(-1)).toMatchObject({ actor_id: ada.id, details: { count: 2 } })
    expect((await ada.call('delete', '/sessions').expect(200)).body).toEqual({ ended: 0 })
  })

  it('are nobody else’s to see or end', async () => {
    await ada
      .call('post', `/organisations/${(await ada.call('get', '/organisations')).body.organisations[0].id}/members`)
      .send({ email: 'eve@example.com', password: PASSWORD, role: 'admin' })
      .expect(201)
    const body = { email: 'eve@example.com', password: PASSWORD }
    const eve = signedIn(forge, (await request(forge.app).post('/api/v1/sessions').send(body).expect(201)).body)
    const [{ id }] = await sessionsOf(ada)
    expect(JSON.stringify(await sessionsOf(eve))).not.toContain(id)
    expect((await eve.call('delete', `/sessions/${id}`)).body.error.code).toBe('session.not_found')
    expect((await eve.call('delete', '/sessions')).body).toEqual({ ended: 0 })
    expect(await codeOf(ada)).toBeUndefined()
  })
})

describe('an account', () => {
  const change = (current_password: string, new_password: string) =>
    ada.call('put', '/account/password').send({ current_password, new_password })

  it('is called as its person says, once it is said, on the record', async () => {
    expect((await ada.call('patch', '/account').send({ name: 'Ada L.' }).expect(200)).body).toEqual({
      id: ada.id,
      email: ada.email,
      name: 'Ada L.',
    })
    await ada.call('patch', '/account').send({ name: 'Ada L.' }).expect(200)
    expect((await ada.call('get', '/sessions/current')).body.user.name).toBe('Ada L.')
    expect(await entriesOf('account.renamed')).toMatchObject([{ actor_id: ada.id, details: { name: 'Ada L.' } }])
    await ada.call('patch', '/account').send({ name: ' ' }).expect(400)
  })

  it('gets another password for the old one, which ends its other sessions and neither is on the record', async () => {
    const other = await signIn()
    const next = 'another horse battery'
    expect((await change(PASSWORD, next).expect(200)).body).toEqual({ ended: 1, api_keys: [] })
    expect([await codeOf(other), await codeOf(ada)]).toEqual(['auth.session_ended', undefined])
    await tryPassword(PASSWORD).expect(401)
    ada = await signIn(next)
    const [entry] = await entriesOf('password.changed')
    expect(entry).toMatchObject({ actor_id: ada.id, target: ada.id, details: { sessions_ended: 1 } })
    expect(JSON.stringify(entry)).not.toMatch(/horse|argon2/)
    await change(next, PASSWORD).expect(200)
  })

  it('is told which API keys go on after a new password, so that it can end them', async () => {
    const make = async (more: object = {}) =>
      (
        await ada
          .call('post', '/api-keys')
          .send({ name: 'CI', scopes: [], ...more })
          .expect(201)
      ).body.api_key.id
    const [good, ended] = [await make({ name: 'Deploy' }), await make()]
    await ada.call('delete', `/api-keys/${ended}`).expect(204)
    const next = 'another horse battery'
    const { body } = await change(PASSWORD, next).expect(200)
    expect(body.api_keys).toEqual([{ id: good, name: 'Deploy' }])
    expect((await entriesOf('password.changed')).at(-1)).toMatchObject({ details: { api_keys_left: 1 } })
    await ada.call('delete', `/api-keys/${good}`).expect(204)
    await change(next, PASSWORD).expect(200)
  })

  it('keeps its password where the old one is wrong or the new one too short, and lets nobody guess', async () => {
    const wrong = await change('a wrong password', 'another horse battery')
    expect([wrong.status, wrong.body.error.code]).toEqual([403, 'password.wrong'])
    await change(PASSWORD, 'short').expect(400)
    await signIn()
    const codes: string[] = []
    for (let guess = 0; guess < 6; guess += 1)
      codes.push((await change(`guess ${guess}`, 'another horse battery')).body.error.code)
    expect(codes).toEqual([...Array(5).fill('password.wrong'), 'request.rate_limited'])
    time += MINUTE
    await signIn()
  })
})
