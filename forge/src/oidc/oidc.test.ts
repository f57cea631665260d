import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addPerson, firstAdmin, type Person, signedIn } from '../../test/support/factories.js'
import { openIssuer, CLIENT_ID, signInAtIssuer, type TestIssuer } from '../../test/support/oidc-issuer.js'
import { type RunningForge, runningForge } from '../../test/support/running-forge.js'

const PUBLIC = 'http://anvil.test'
const BACK = `${PUBLIC}/sign-in/oidc/callback`
const ROLES = {
  makers: { organisation: 'engines', roles: ['reviewer'] },
  writers: { organisation: 'engines', roles: ['editor'] },
  chiefs: [{ organisation: 'engines', role: 'owner' }, { organisation: 'nowhere' }],
}
let issuer: TestIssuer
let forge: RunningForge
let ada: Person
let home: string
let ahead = 0
beforeAll(async () => {
  issuer = await openIssuer([BACK])
  forge = await runningForge(
    { now: () => new Date(Date.now() + ahead) },
    {
      ANVIL_PUBLIC_URL: PUBLIC,
      ANVIL_OIDC_ISSUER: issuer.url,
      ANVIL_OIDC_CLIENT_ID: CLIENT_ID,
      ANVIL_OIDC_CLIENT_SECRET: issuer.clientSecret,
      ANVIL_OIDC_NAME: 'Works',
      ANVIL_OIDC_ROLES: JSON.stringify(ROLES),
    },
  )
  const admin = await firstAdmin(forge)
  ada = admin
  home = admin.organisation.id
})
afterAll(async () => {
  await forge.close()
  await issuer.close()
})

const post = (path: string, body: object = {}) => request(forge.app).post(`/api/v1${path}`).send(body)
const leave = async () => (await post('/sessions/oidc').expect(201)).body
/** Leaves, signs in at the issuer and comes back; what FORGE says to that. */
async function travel(name: string) {
  const { authorization_url, secret } = await leave()
  const back = await signInAtIssuer(authorization_url, name)
  expect(back.href.startsWith(`${BACK}?`)).toBe(true)
  return { secret, query: back.search.slice(1) }
}
const arrive = async (name: string) => post('/sessions/oidc/callback', await travel(name))
const person = async (name: string): Promise<Person> => {
  const { body, status } = await arrive(name)
  expect([status, body.error]).toEqual([201, undefined])
  return signedIn(forge, body)
}
const know = (name: string, about: object = {}) =>
  issuer.people.set(name, { email: `${name}@example.com`, email_verified: true, name: `${name} of Works`, ...about })
const rolesOf = async (who: Person) => {
  const { organisations } = (await who.call('get', '/organisations').expect(200)).body
  return organisations.map(({ slug, role }: { slug: string; role: string }) => `${slug}: ${role}`)
}
const entries = (action: string) => forge.ctx.db('audit_entries').where({ action }).orderBy('number')

describe('signing in by an issuer', () => {
  it('is offered by its name', async () => {
    const { body } = await request(forge.app).get('/api/v1/sign-in-ways').expect(200)
    expect(body).toEqual({ password: true, oidc: { name: 'Works' } })
  })

  it('asks with state, nonce and PKCE, of which FORGE keeps digests alone', async () => {
    const { authorization_url, secret } = await leave()
    const asked = Object.fromEntries(new URL(authorization_url).searchParams)
    expect(asked).toMatchObject({
      client_id: CLIENT_ID,
      redirect_uri: BACK,
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid email profile',
    })
    const kept = JSON.stringify(await forge.ctx.db('oidc_attempts'))
    for (const text of [secret, asked['state'], asked['nonce'], asked['code_challenge']]) {
      expect(text).toMatch(/^[\w-]{43}$/)
      expect(kept).not.toContain(text)
    }
    const other = new URL((await leave()).authorization_url).searchParams
    for (const name of ['state', 'nonce', 'code_challenge']) expect(other.get(name)).not.toBe(asked[name])
  })

  it('links the account of a verified address, and finds it again by the subject whatever the address is', async () => {
    know('ada', { email: 'ADA@example.com' })
    const linked = await person('ada')
    expect(linked.id).toBe(ada.id)
    ada = linked
    know('ada', { email: 'other@example.com', email_verified: false })
    expect((await person('ada')).id).toBe(ada.id)
    expect(await forge.ctx.db('identities')).toMatchObject([{ issuer: issuer.url, subject: 'ada', user_id: ada.id }])
    expect(await entries('identity.linked')).toMatchObject([{ target: ada.id, details: { issuer: issuer.url } }])
  })

  it('makes an account for whose groups open an organisation, without a password', async () => {
    know('bob', { groups: ['makers', 'unknown'] })
    const bob = await person('bob')
    expect(await rolesOf(bob)).toEqual(['engines: member'])
    expect((await bob.call('get', '/sessions/current')).body.user).toMatchObject({
      email: 'bob@example.com',
      name: 'bob of Works',
    })
    const tried = await post('/sessions', { email: bob.email, password: '' })
    expect([tried.status, tried.body.error.code]).toEqual([401, 'auth.wrong_credentials'])
    expect((await entries('member.added')).at(-1)).toMatchObject({
      organisation_id: home,
      target: bob.id,
      details: { role: 'member', roles: ['viewer', 'reviewer'], by: 'groups' },
    })
  })

  it('makes none for strangers, nor links by an address that nobody verified', async () => {
    const codeOf = async (name: string) => {
      const { status, body } = await arrive(name)
      return [status, body.error.code]
    }
    know('eve', { groups: ['others'] })
    expect(await codeOf('eve')).toEqual([403, 'oidc.no_access'])
    know('mallory', { email: ada.email, email_verified: false, groups: ['chiefs'] })
    expect(await codeOf('mallory')).toEqual([403, 'oidc.unverified_email'])
    issuer.people.set('nameless', { groups: ['chiefs'] })
    expect(await codeOf('nameless')).toEqual([403, 'oidc.unverified_email'])
    expect(await forge.ctx.db('users').whereIn('email', ['eve@example.com'])).toEqual([])
    expect(await forge.ctx.db('identities').whereIn('subject', ['eve', 'mallory', 'nameless'])).toEqual([])
  })
})

describe('groups', () => {
  it('are followed at each sign-in: a higher role, none, and back again', async () => {
    know('cy', { groups: ['makers'] })
    expect(await rolesOf(await person('cy'))).toEqual(['engines: member'])
    const rolesInProjects = async () =>
      (await ada.call('get', `/organisations/${home}/members`).expect(200)).body.members.find(
        ({ email }: { email: string }) => email === 'cy@example.com',
      ).roles
    expect(await rolesInProjects()).toEqual(['viewer', 'reviewer'])
    know('cy', { groups: ['makers', 'writers'] })
    await person('cy')
    expect(await rolesInProjects()).toEqual(['viewer', 'editor', 'reviewer'])
    const changes = (await entries('member.changed')).length
    await person('cy')
    expect(await entries('member.changed')).toHaveLength(changes)
    know('cy', { groups: ['makers', 'chiefs'] })
    expect(await rolesOf(await person('cy'))).toEqual(['engines: owner'])
    know('cy', { groups: [] })
    const cy = await person('cy')
    expect(await rolesOf(cy)).toEqual([])
    expect((await entries('member.removed')).at(-1)).toMatchObject({ target: cy.id, details: { by: 'groups' } })
    know('cy', { groups: 'makers' })
    expect(await rolesOf(await person('cy'))).toEqual(['engines: member'])
  })

  it('leave alone what people gave, and the last owner', async () => {
    know('ada', { groups: ['makers'] })
    expect(await rolesOf(await person('ada'))).toEqual(['engines: owner'])
    know('dot', { groups: ['chiefs'] })
    const dot = await person('dot')
    const owners = forge.ctx.db('memberships').where({ user_id: ada.id, organisation_id: home })
    await owners.clone().update({ role: 'member' })
    know('dot', { groups: [] })
    await person('dot')
    expect(await rolesOf(dot)).toEqual(['engines: owner'])
    await owners.update({ role: 'owner' })
    await person('dot')
    expect(await rolesOf(dot)).toEqual([])
  })
})

describe('the way back', () => {
  const refusal = async (body: object) => {
    const answer = await post('/sessions/oidc/callback', body)
    return [answer.status, answer.body.error?.code]
  }
  const OVER = [401, 'oidc.attempt_over']

  it('is taken once', async () => {
    const back = await travel('ada')
    expect((await post('/sessions/oidc/callback', back)).status).toBe(201)
    expect(await refusal(back)).toEqual(OVER)
  })

  it('is taken by the browser that left alone, whose secret is of that way', async () => {
    const [mine, theirs] = [await travel('ada'), await travel('bob')]
    expect(await refusal({ secret: mine.secret, query: theirs.query })).toEqual(OVER)
    expect(await refusal({ secret: 'none', query: theirs.query })).toEqual(OVER)
    expect(await refusal({ ...mine, query: mine.query.replace(/state=[^&]+/, 'state=other') })).toEqual(OVER)
    expect(await refusal({ ...mine, query: '' })).toEqual(OVER)
    expect((await post('/sessions/oidc/callback', mine)).status).toBe(201)
  })

  it('is not open for longer than ten minutes', async () => {
    const back = await travel('ada')
    ahead = 10 * 60 * 1_000 + 1
    expect(await refusal(back)).toEqual(OVER)
    await leave()
    expect(await forge.ctx.db('oidc_attempts').where('expires_at', '<=', new Date(Date.now() + ahead))).toEqual([])
    ahead = 0
  })

  it('is shut where the issuer does not know the code, or let nobody in', async () => {
    const { secret, query } = await travel('ada')
    expect(await refusal({ secret, query: query.replace(/code=[^&]+/, 'code=guessed') })).toEqual([401, 'oidc.refused'])
    const { authorization_url, secret: held } = await leave()
    const state = new URL(authorization_url).searchParams.get('state') ?? ''
    const denied = new URLSearchParams({ error: 'access_denied', state, iss: issuer.url })
    const answer = await post('/sessions/oidc/callback', { secret: held, query: String(denied) })
    expect(answer.body.error).toMatchObject({ code: 'oidc.refused', details: { reason: 'access_denied' } })
    expect(answer.body.error.message).toContain('Works did not let you in')
  })
})

describe('whom the issuer’s answer did not let in', () => {
  const since = async () => (await forge.ctx.db('audit_entries').max('number AS last').first())?.last ?? 0
  const refusedSince = (number: number) =>
    forge.ctx.db('audit_entries').where('number', '>', number).where({ action: 'session.refused' }).orderBy('number')

  it('is an entry of FORGE’s own trail for each reason, once in a quarter of an hour, and never a name of theirs', async () => {
    ahead = 60 * 60 * 1_000
    const before = await since()
    know('eve', { groups: ['others'] })
    know('mallory', { email: 'nobody@example.com', email_verified: false })
    for (const name of ['eve', 'mallory', 'eve', 'mallory']) expect((await arrive(name)).status).toBe(403)
    const told = await refusedSince(before)
    expect(told).toMatchObject([
      { organisation_id: null, target: 'unknown', means: 'anonymous', details: { code: 'oidc.no_access' } },
      { organisation_id: null, target: 'unknown', means: 'anonymous', details: { code: 'oidc.unverified_email' } },
    ])
    expect(JSON.stringify(told)).not.toMatch(/eve|mallory/)
    ahead += 15 * 60 * 1_000
    await arrive('eve')
    expect(await refusedSince(before)).toHaveLength(3)
    ahead = 0
  })

  it('is told to the organisations of the account that they would have been, once in a quarter of an hour', async () => {
    ahead = 3 * 60 * 60 * 1_000
    const carol = await addPerson(forge, ada, home, { email: 'carol@example.com' })
    const before = await since()
    know('mallory', { email: 'Carol@example.com', email_verified: false })
    for (const _ of [1, 2]) expect((await arrive('mallory')).status).toBe(403)
    expect(await refusedSince(before)).toMatchObject([
      { organisation_id: home, target: carol.id, means: 'anonymous', details: { code: 'oidc.unverified_email' } },
    ])
    ahead += 15 * 60 * 1_000
    await arrive('mallory')
    expect(await refusedSince(before)).toHaveLength(2)
    ahead = 0
  })

  it('is none where the way back was over, which says nothing of anybody', async () => {
    const before = await since()
    const back = await travel('ada')
    await post('/sessions/oidc/callback', back).expect(201)
    await post('/sessions/oidc/callback', back).expect(401)
    await post('/sessions/oidc/callback', { secret: 'guessed', query: 'state=guessed' }).expect(401)
    expect(await refusedSince(before)).toEqual([])
  })
})
