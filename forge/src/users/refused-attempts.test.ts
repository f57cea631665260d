import request from 'supertest'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addPerson, firstAdmin, PASSWORD, type Person, signedIn } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { noteRefusedAttempt } from './note-refused-attempt.js'

const QUARTER_HOUR = 15 * 60 * 1_000
const DAY = 24 * 60 * 60 * 1_000
let time = Date.parse('2026-03-01T09:00:00Z')
const forge = testForge({ now: () => new Date(time) })
let ada: Person
let home: string
let bob: Person
let since: number
beforeAll(async () => {
  const admin = await firstAdmin(forge)
  ada = admin
  home = admin.organisation.id
  await addPerson(forge, ada, home, { email: 'bob@example.com' })
})
beforeEach(async () => {
  time += 3 * DAY
  bob = signedIn(forge, (await signIn('bob@example.com', PASSWORD).expect(201)).body)
  since = (await forge.ctx.db('audit_entries').max('number AS last').first())?.last ?? 0
})

const signIn = (email: string, password: string) =>
  request(forge.app).post('/api/v1/sessions').send({ email, password })
const change = (current_password: string, new_password = 'another horse battery') =>
  bob.call('put', '/account/password').send({ current_password, new_password })
const codesOf = async (count: number, ask: () => PromiseLike<{ body: { error?: { code: string } } }>) => {
  const codes: (string | undefined)[] = []
  for (let n = 0; n < count; n += 1) codes.push((await ask()).body.error?.code)
  return codes
}
const entries = () =>
  forge.ctx
    .db('audit_entries')
    .where('number', '>', since)
    .whereIn('action', ['session.refused', 'password.refused'])
    .orderBy('number')
const codes = async () => (await entries()).map(({ action, details }) => `${action} ${details.code ?? '-'}`)
const LIMITED = 'request.rate_limited'

describe('a sign-in that comes too soon', () => {
  const guess = (email = 'bob@example.com') => signIn(email, 'a guess of mine')

  it('is one entry beside those of the wrong passwords, however often it is tried, as whom and from where', async () => {
    await codesOf(5, guess)
    const again = await codesOf(30, guess)
    expect(new Set(again)).toEqual(new Set([LIMITED]))
    expect(await codes()).toEqual([...Array(5).fill('session.refused -'), `session.refused ${LIMITED}`])
    expect((await entries()).at(-1)).toMatchObject({
      organisation_id: home,
      target: bob.id,
      actor_kind: 'system',
      actor_id: 'sign-in',
      means: 'anonymous',
      address: expect.stringContaining('127.0.0.1'),
      request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      details: { code: LIMITED },
    })
  })

  it('is told by the request of the first one, and the organisation’s admin reads it', async () => {
    await codesOf(5, guess)
    const { headers } = await guess()
    await guess()
    const reader = signedIn(forge, (await signIn('ada@example.com', PASSWORD).expect(201)).body)
    const { body } = await reader
      .call('get', `/organisations/${home}/audit`)
      .query({ action: 'session.refused', target: bob.id, limit: 1 })
      .expect(200)
    expect(body.entries).toMatchObject([{ request_id: headers['x-request-id'], details: { code: LIMITED } }])
  })

  it('is told again once a quarter of an hour is over, and not a millisecond before', async () => {
    await codesOf(6, guess)
    const noted = time
    for (const ahead of [1_000, QUARTER_HOUR - 1, QUARTER_HOUR]) {
      time = noted + ahead
      await codesOf(2, guess)
    }
    const times = (await entries())
      .filter(({ details }) => details.code === LIMITED)
      .map(({ created_at }) => created_at.getTime() - noted)
    expect(times).toEqual([0, QUARTER_HOUR])
  })

  it('is told of each account by itself, and of all that there are not as one, in FORGE’s own trail', async () => {
    await codesOf(6, guess)
    await codesOf(6, () => guess('ada@example.com'))
    for (const stranger of ['eve', 'mallory', 'oscar']) await codesOf(7, () => guess(`${stranger}@example.com`))
    const limited = (await entries()).filter(({ details }) => details.code === LIMITED)
    expect(limited.map(({ target, organisation_id }) => [target, organisation_id])).toEqual([
      [bob.id, home],
      [ada.id, home],
      ['unknown', null],
    ])
    expect(JSON.stringify(await entries())).not.toMatch(/a guess of mine|mallory/)
  })

  it('with the right password is told too, for its owner to see that somebody keeps guessing', async () => {
    await codesOf(5, guess)
    expect(await codesOf(1, () => signIn('bob@example.com', PASSWORD))).toEqual([LIMITED])
    expect((await codes()).at(-1)).toBe(`session.refused ${LIMITED}`)
  })

  it('answers the same whether it is told or not', async () => {
    await codesOf(5, guess)
    const [first, second] = [await guess(), await guess()]
    expect(second.body.error).toEqual({ ...first.body.error, request_id: second.body.error.request_id })
    expect([first.headers['retry-after'], second.headers['retry-after']]).toEqual(['1', '1'])
    expect(first.headers['x-request-id']).not.toBe(second.headers['x-request-id'])
  })

  it('at the same moment from many sides is one entry', async () => {
    await codesOf(5, guess)
    const answers = await Promise.all(Array.from({ length: 12 }, () => guess()))
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(429))
    expect((await codes()).filter((code) => code.endsWith(LIMITED))).toHaveLength(1)
  })
})

describe('a wrong old password where somebody wants another', () => {
  it('is in the trail in their name, with the session’s means, once however often they guess', async () => {
    expect(await codesOf(5, () => change('not my password'))).toEqual(Array(5).fill('password.wrong'))
    expect(await codesOf(10, () => change('not my password'))).toEqual(Array(10).fill(LIMITED))
    expect(await codes()).toEqual(['password.refused password.wrong', `password.refused ${LIMITED}`])
    const [entry] = await entries()
    expect(entry).toMatchObject({
      organisation_id: home,
      actor_kind: 'user',
      actor_id: bob.id,
      actor_name: expect.any(String),
      means: 'session',
      target: bob.id,
      address: expect.stringContaining('127.0.0.1'),
    })
    expect(JSON.stringify(await entries())).not.toMatch(/not my password|horse/)
  })

  it('is in every organisation’s trail to which they belong', async () => {
    const admin = signedIn(forge, (await signIn('ada@example.com', PASSWORD).expect(201)).body)
    bob = await addPerson(forge, admin, home, { email: 'carol@example.com' })
    const { body } = await bob.call('post', '/organisations').send({ name: 'Mills' }).expect(201)
    await change('not my password').expect(403)
    const organisations = (await entries()).map(({ organisation_id }) => organisation_id)
    expect(new Set(organisations)).toEqual(new Set([body.id, home]))
    expect(organisations).toHaveLength(2)
  })

  it('is told again after a quarter of an hour, and leaves the password as it was', async () => {
    await change('not my password').expect(403)
    time += QUARTER_HOUR
    await change('nor this one').expect(403)
    expect(await codes()).toEqual(Array(2).fill('password.refused password.wrong'))
    await signIn('bob@example.com', PASSWORD).expect(201)
    await signIn('bob@example.com', 'another horse battery').expect(401)
  })

  it('leaves no entry where the old one is right, or the new one is too short', async () => {
    await change(PASSWORD, 'short').expect(400)
    await change(PASSWORD).expect(200)
    await change('another horse battery', PASSWORD).expect(200)
    expect(await codes()).toEqual([])
  })
})

describe('who has many addresses', () => {
  it('writes no more than fifty entries of an account in a quarter of an hour, one of each address', async () => {
    const attempt = (address: string) =>
      noteRefusedAttempt(forge.ctx, {
        action: 'session.refused',
        code: LIMITED,
        userId: bob.id,
        actor: { kind: 'system', id: 'sign-in', means: 'anonymous', address },
      })
    for (let n = 0; n < 60; n += 1) {
      await attempt(`2001:db8:0:${n.toString(16)}::1`)
      await attempt(`2001:db8:0:${n.toString(16)}::2`)
    }
    const written = await entries()
    expect(written).toHaveLength(50)
    expect(new Set(written.map(({ address }) => address)).size).toBe(50)
    await attempt('192.0.2.1')
    expect(await entries()).toHaveLength(50)
    time += QUARTER_HOUR
    await attempt('192.0.2.2')
    expect(await entries()).toHaveLength(51)
  })
})
