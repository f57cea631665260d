import jwt from 'jsonwebtoken'
import request from 'supertest'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addPerson, firstAdmin, PASSWORD, type Person, signedIn } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { createAdmin } from './create-admin-service.js'

const MORNING = Date.parse('2026-03-01T09:00:00Z')
const HOUR = 60 * 60 * 1_000
let time = MORNING
const forge = testForge({ now: () => new Date(time) })
let bob: Person
let home: string
beforeAll(async () => {
  const ada = await firstAdmin(forge)
  home = ada.organisation.id
  bob = await addPerson(forge, ada, home, { email: 'Bob@Example.com' })
})
beforeEach(() => {
  time = MORNING
})

const ask = (body: object) => request(forge.app).post('/api/v1/sessions').send(body)
const signIn = async (): Promise<Person & { expiresAt: string }> => {
  const { body } = await ask({ email: bob.email, password: PASSWORD }).expect(201)
  return { ...signedIn(forge, body), expiresAt: body.expires_at }
}
const codeOf = async (person: Person) => {
  const { status, body } = await person.call('get', '/sessions/current')
  return status === 200 ? 200 : body.error.code
}

describe('a session', () => {
  it('lasts twelve hours, whatever is done in it', async () => {
    const session = await signIn()
    expect(session.expiresAt).toBe('2026-03-01T21:00:00.000Z')
    time = MORNING + 12 * HOUR - 1_000
    expect(await codeOf(session)).toBe(200)
    time = MORNING + 12 * HOUR
    expect(await codeOf(session)).toBe('auth.session_ended')
  })

  it('ends alone: others of the same person go on', async () => {
    const [one, other] = [await signIn(), await signIn()]
    expect(one.token).not.toBe(other.token)
    await one.call('delete', '/sessions/current').expect(204)
    expect([await codeOf(one), await codeOf(other)]).toEqual(['auth.session_ended', 200])
  })

  it('ends where its row is gone, and where its token names another session or none', async () => {
    const session = await signIn()
    const key = forge.ctx.secrets.derive('sessions')
    const claims = jwt.decode(session.token, { json: true }) ?? {}
    for (const sid of [crypto.randomUUID(), 'x', 1, undefined]) {
      const token = jwt.sign({ ...claims, sid }, key, { algorithm: 'HS256' })
      const { body } = await request(forge.app).get('/api/v1/sessions/current').set('Authorization', `Bearer ${token}`)
      expect([sid, body.error.code]).toEqual([sid, 'auth.session_ended'])
    }
    await forge.ctx.db('sessions').where({ id: claims['sid'] }).delete()
    expect(await codeOf(session)).toBe('auth.session_ended')
  })

  it('of a person whose password the operator set anew is over, and only theirs', async () => {
    const [session, other] = [await signIn(), await addPerson(forge, await owner(), home, { email: 'cy@example.com' })]
    const operator = { kind: 'system', id: 'operator:test' } as const
    const input = {
      email: bob.email.toUpperCase(),
      password: 'a new password for bob',
      organisation: { name: 'Engines' },
    }
    expect(await createAdmin(forge.ctx, operator, input)).toMatchObject({ known: true, user: { id: bob.id } })
    expect([await codeOf(session), await codeOf(other)]).toEqual(['auth.session_ended', 200])
    expect((await ask({ email: bob.email, password: PASSWORD })).body.error.code).toBe('auth.wrong_credentials')
    await createAdmin(forge.ctx, operator, { ...input, password: PASSWORD })
    expect(await codeOf(await signIn())).toBe(200)
  })
})

const owner = async (): Promise<Person> =>
  signedIn(forge, (await ask({ email: 'ada@example.com', password: PASSWORD }).expect(201)).body)

describe('signing in', () => {
  it('knows an address in any letters, and tells it as it was first written', async () => {
    for (const email of ['bob@example.com', 'BOB@EXAMPLE.COM']) {
      const { body } = await ask({ email, password: PASSWORD }).expect(201)
      expect(body.user).toEqual({ id: bob.id, email: 'Bob@Example.com', name: 'Bob@Example.com' })
    }
  })

  it('takes the password to the letter', async () => {
    for (const password of [` ${PASSWORD}`, `${PASSWORD} `, PASSWORD.toUpperCase(), PASSWORD.slice(0, -1)])
      expect((await ask({ email: bob.email, password })).body.error).toMatchObject({
        code: 'auth.wrong_credentials',
        message: 'No account has this address and password. Check both and try again.',
      })
    time += 48 * HOUR
    expect((await ask({ email: ` ${bob.email}`, password: PASSWORD })).status).toBe(401)
  })

  it.each([
    [{ email: 'a'.repeat(255), password: 'x' }, 'email'],
    [{ email: 'a@example.com', password: 'x'.repeat(1_001) }, 'password'],
    [{ email: ['a@example.com'], password: 'x' }, 'email'],
    [{ email: 'a@example.com', password: { $ne: '' } }, 'password'],
  ])('judges nothing of another form: %.60j', async (body, field) => {
    const refused = await ask(body)
    const problems: { path: string }[] = refused.body.error.details.problems
    expect([refused.status, problems.map(({ path }) => path)]).toEqual([400, [field]])
  })

  it.each(['Basic YWRhOng=', 'Bearer', 'Token x', 'Bearer a b', ''])(
    'is needed by who sends "%s" for a session',
    async (authorization) => {
      const answer = await request(forge.app).get('/api/v1/sessions/current').set('Authorization', authorization)
      expect([answer.status, answer.body.error.code]).toEqual([401, 'auth.required'])
    },
  )
})
