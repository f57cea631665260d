import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { IssuedInvitation } from '@anvil/shared/api'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportedLines } from '../support/exported-trail.js'
import type { TestForge } from '../support/forge.js'
import { addPerson, firstAdmin, newProject, PASSWORD, type Person, signedIn } from '../support/factories.js'
import { type LyingIssuer, openLyingIssuer } from '../support/lying-issuer.js'
import { CLIENT_ID } from '../support/oidc-issuer.js'
import { operatorServer } from '../support/operator.js'
import { handshake, rawInstance, refusal } from '../support/raw-instance.js'
import { pageRefusal, rawPage } from '../support/raw-page.js'
import { type RunningForge, runningForge } from '../support/running-forge.js'
import { watchSecrets } from '../support/secret-watch.js'

const CLIENT_SECRET = 'a client secret + of many letters'
const METRICS_TOKEN = 'metrics-token-of-many-letters'
const NEXT_PASSWORD = 'another horse battery'

const watch = watchSecrets()
let issuer: LyingIssuer
let running: RunningForge
let forge: TestForge
let ada: Person
let home: string
let projectId: string
beforeAll(async () => {
  issuer = await openLyingIssuer()
  running = await runningForge(
    { log: watch.log },
    {
      ANVIL_OIDC_ISSUER: issuer.url,
      ANVIL_OIDC_CLIENT_ID: CLIENT_ID,
      ANVIL_OIDC_CLIENT_SECRET: CLIENT_SECRET,
      ANVIL_METRICS_TOKEN: METRICS_TOKEN,
      ANVIL_LOG_LEVEL: 'trace',
    },
  )
  forge = { app: watch.over(running.app), ctx: running.ctx }
  watch.keep('client secret', CLIENT_SECRET)
  watch.keep('metrics token', METRICS_TOKEN)
  watch.keep('secret key', running.ctx.config.secrets.key?.reveal() ?? '')
  watch.keep('password', PASSWORD)
  watch.keep('next password', NEXT_PASSWORD)
  const admin = await firstAdmin(forge)
  ada = admin
  home = admin.organisation.id
  projectId = (await newProject(ada, home)).id
  watch.keep('session of the setup', ada.token)
})
afterAll(async () => {
  await running.close()
  await issuer.close()
})

const post = (where: string, body: object = {}) => request(forge.app).post(`/api/v1${where}`).send(body)
const codeOf = ({ status, body }: { status: number; body: { error?: { code: string } } }) => [status, body.error?.code]

/** Lets every insert into a table fail in a way in which PostgreSQL tells the whole row. */
async function breaking(table: string, ask: () => PromiseLike<{ status: number }>): Promise<void> {
  const { db } = forge.ctx
  await db.raw(`ALTER TABLE ${table} ADD CONSTRAINT broken CHECK (false) NOT VALID`)
  expect((await ask()).status).toBe(500)
  await db.raw(`ALTER TABLE ${table} DROP CONSTRAINT broken`)
}

/** All that an admin may look at and ask of the trail, as pages and as files. */
async function lookAround(): Promise<void> {
  await ada.call('get', `/organisations/${home}/audit`).query({ limit: 200 }).expect(200)
  await ada.call('get', `/organisations/${home}/audit/1`)
  await ada.call('get', `/projects/${projectId}/audit`).expect(200)
  await ada.call('get', `/organisations/${home}/audit/export`).expect(200)
  for (const organisationId of [home, undefined])
    watch.said('the exported file', JSON.stringify(await exportedLines(forge, { organisationId })))
  for (const list of [
    '/api-keys',
    '/sessions',
    `/organisations/${home}/invitations`,
    `/organisations/${home}/members`,
    `/projects/${projectId}/access-tokens`,
  ])
    await ada.call('get', list).expect(200)
  await request(forge.app).get('/metrics').set('Authorization', `Bearer ${METRICS_TOKEN}`).expect(200)
  await request(forge.app).get('/metrics').set('Authorization', `Bearer ${METRICS_TOKEN}x`).expect(401)
}

const SIGNED_IN = ['POST /api/v1/sessions']

describe('what roles, keys, invitations and sign-in hand out', () => {
  it('API keys: used, mistyped, sent where they do not belong, revoked, and in an insert that failed', async () => {
    const name = 'A key by its name'
    await breaking('api_keys', () => ada.call('post', '/api-keys').send({ name, scopes: ['draft'] }))
    const made = (
      await ada
        .call('post', '/api-keys')
        .send({ name, scopes: ['draft'] })
        .expect(201)
    ).body
    const value = watch.keep('API key', made.value)
    watch.keep('random part of the API key', value.slice(5))
    const ask = (token: string) => request(forge.app).get('/api/v1/organisations').set('Authorization', token)
    await ask(`Bearer ${value}`).expect(200)
    for (const wrong of [`Bearer ${value}x`, `Basic ${value}`, value, `Bearer ${value} ${value}`])
      expect((await ask(wrong)).status).toBe(401)
    await request(forge.app).get('/api/v1/organisations').query({ api_key: value }).expect(401)
    await post('/sessions', { email: ada.email, password: value }).expect(401)
    await post('/sessions', { email: value, password: PASSWORD }).expect(401)
    expect(await refusal(rawInstance(running.url, handshake(value)))).toMatchObject({ code: 'token.invalid' })
    watch.said(
      'a page',
      JSON.stringify(await pageRefusal(rawPage(running.url, { token: value, project_id: projectId }))),
    )
    await ada.call('delete', `/api-keys/${made.api_key.id}`).expect(204)
    await ask(`Bearer ${value}`).expect(401)
    await lookAround()
    const found = await watch.found(forge.ctx.db)
    expect(found).toMatchObject({
      'API key': ['POST /api/v1/api-keys'],
      'random part of the API key': ['POST /api/v1/api-keys'],
    })
    watch.keep('name of the key', name)
    expect((await watch.found(forge.ctx.db))['name of the key']).toEqual(
      expect.arrayContaining(['the table api_keys', 'the table audit_entries', 'the exported file']),
    )
  })

  it('invitations: looked at, mistyped, cut off, accepted twice, withdrawn, and where joining failed', async () => {
    const invitations = `/organisations/${home}/invitations`
    const invite = async (email: string): Promise<IssuedInvitation> =>
      (await ada.call('post', invitations).send({ email }).expect(201)).body
    await breaking('invitations', () => ada.call('post', invitations).send({ email: 'x@example.com' }))
    const { secret } = await invite('eve@example.com')
    watch.keep('invitation', secret)
    const withdrawn = await invite('mallory@example.com')
    watch.keep('withdrawn invitation', withdrawn.secret)
    await ada.call('delete', `${invitations}/${withdrawn.invitation.id}`).expect(204)
    await post('/invitations/look', { secret: withdrawn.secret }).expect(410)
    await post('/invitations/look', { secret }).expect(200)
    await post('/invitations/look', { secret: `${secret}x` }).expect(404)
    await post('/invitations/look', { secret: [secret] }).expect(400)
    await post('/invitations/look', { [secret]: 'turned round' }).expect(400)
    await post('/invitations/accept', { secret, password: 'short' }).expect(400)
    for (const cut of [`{"secret": "${secret}`, secret, `{"secret": "${secret}", "secret": "${secret}"}`])
      await request(forge.app)
        .post('/api/v1/invitations/accept')
        .set('Content-Type', 'application/json')
        .send(cut)
        .expect(400)
    await breaking('memberships', () => post('/invitations/accept', { secret, name: 'Eve', password: NEXT_PASSWORD }))
    await breaking('users', () => post('/invitations/accept', { secret, name: 'Eve', password: NEXT_PASSWORD }))
    const accepted = await post('/invitations/accept', { secret, name: 'Eve', password: NEXT_PASSWORD }).expect(201)
    watch.keep('session of the invitation', accepted.body.session.token)
    await post('/invitations/accept', { secret, name: 'Eve', password: NEXT_PASSWORD }).expect(410)
    await request(forge.app).get(`/join?secret=${secret}`)
    await lookAround()
    expect(await watch.found(forge.ctx.db)).toMatchObject({
      invitation: [`POST /api/v1/organisations/:id/invitations`],
      'withdrawn invitation': [`POST /api/v1/organisations/:id/invitations`],
      'session of the invitation': ['POST /api/v1/invitations/accept'],
    })
  })

  it('OIDC: state, secret, code, verifier and tokens, whatever the issuer says back', async () => {
    const travel = async (name: string) => {
      const { authorization_url, secret } = (await post('/sessions/oidc').expect(201)).body
      const asked = new URL(authorization_url).searchParams
      const code = watch.keep(`${name}: code`, asked.get('nonce') ?? '')
      const state = watch.keep(`${name}: state`, asked.get('state') ?? '')
      watch.keep(`${name}: secret`, secret)
      return { secret, query: String(new URLSearchParams({ code, state })) }
    }
    const arrive = async (name: string) => {
      const back = await travel(name)
      await request(forge.app).get(`/sign-in/oidc/callback?${back.query}`)
      const answer = await post('/sessions/oidc/callback', back)
      const again = await post('/sessions/oidc/callback', back)
      expect(codeOf(again)).toEqual([401, 'oidc.attempt_over'])
      return answer
    }
    const joan = { sub: 'joan', email: 'joan@example.com' }
    await addPerson(forge, ada, home, joan)
    issuer.lie = { claims: joan }
    const good = await arrive('good')
    watch.keep('session of OIDC', good.body.token)
    expect(good.status).toBe(201)
    for (const echo of [400, 401, 500, 503]) {
      issuer.lie = { echo, claims: joan }
      expect((await arrive(`echo ${echo}`)).status).toBeGreaterThanOrEqual(400)
    }
    issuer.lie = { claims: { ...joan, email_verified: false } }
    await arrive('unverified')
    issuer.lie = { claims: { ...joan, aud: 'other' } }
    expect(codeOf(await arrive('of another'))).toEqual([401, 'oidc.refused'])
    issuer.lie = { claims: joan }
    await breaking('sessions', () => arrive('broken'))
    await breaking('oidc_attempts', () => post('/sessions/oidc'))
    expect(issuer.heard.length).toBeGreaterThan(6)
    for (const [n, { verifier, authorization }] of issuer.heard.entries()) {
      watch.keep(`verifier ${n}`, verifier)
      expect(authorization).toMatch(/^Basic /)
      watch.keep(`authorization ${n}`, authorization.slice('Basic '.length))
    }
    for (const [n, token] of issuer.given.entries()) watch.keep(`ID token ${n}`, token)
    await lookAround()
    const found = Object.entries(await watch.found(forge.ctx.db))
    for (const [name, places] of found.filter(([key]) => /: (code|state|secret)$/.test(key)))
      expect([name, places]).toEqual([name, ['POST /api/v1/sessions/oidc']])
    for (const [name, places] of found.filter(([key]) => /^(verifier|authorization|ID token|client)/.test(key)))
      expect([name, places]).toEqual([name, []])
    expect(Object.fromEntries(found)).toMatchObject({ 'session of OIDC': ['POST /api/v1/sessions/oidc/callback'] })
  })

  it('sessions and passwords: signed in, refused, changed, ended, and in what failed', async () => {
    const signIn = (password = PASSWORD) => post('/sessions', { email: ada.email, password })
    await breaking('sessions', () => signIn())
    const other = signedIn(forge, (await signIn().expect(201)).body)
    watch.keep('session', other.token)
    watch.keep('signature of the session', other.token.split('.')[2] ?? '')
    await other.call('get', '/sessions/current').expect(200)
    await request(forge.app).get('/api/v1/sessions/current').set('Authorization', `Bearer ${other.token}x`).expect(401)
    await request(forge.app).get('/api/v1/sessions/current').query({ token: other.token }).expect(401)
    const change = (current_password: string, new_password: string) =>
      other.call('put', '/account/password').send({ current_password, new_password })
    expect(codeOf(await change('guessed and guessed', NEXT_PASSWORD))).toEqual([403, 'password.wrong'])
    watch.keep('guess', 'guessed and guessed')
    await breaking('audit_entries', () => change(PASSWORD, NEXT_PASSWORD))
    await change(PASSWORD, NEXT_PASSWORD).expect(200)
    await signIn().expect(401)
    await change(NEXT_PASSWORD, PASSWORD).expect(200)
    await other.call('delete', '/sessions/current').expect(204)
    await other.call('get', '/sessions/current').expect(401)
    ada = signedIn(forge, (await signIn().expect(201)).body)
    for (const [n, hash] of (await forge.ctx.db('users').pluck('password_hash')).entries())
      if (hash !== null) watch.keep(`password hash ${n}`, hash)
    await lookAround()
    const found = await watch.found(forge.ctx.db)
    expect(found).toMatchObject({ session: SIGNED_IN, 'signature of the session': SIGNED_IN, guess: [] })
    for (const name of Object.keys(found).filter((key) => key.startsWith('password hash')))
      expect([name, found[name]]).toEqual([name, ['the table users']])
  })

  it('access tokens: issued, shown, rotated, revoked, and at sockets that are refused', async () => {
    const tokens = `/projects/${projectId}/access-tokens`
    const issued = (await ada.call('post', tokens).send({ name: 'Shop', environment: 'production' }).expect(201)).body
    watch.keep('access token', issued.value)
    await ada.call('get', `${tokens}/${issued.access_token.id}/value`).expect(200)
    const rotation = ada.call('post', `${tokens}/${issued.access_token.id}/rotate`).send({ overlap_seconds: 60 })
    const next = (await rotation.expect(201)).body
    watch.keep('successor', next.value)
    await ada.call('post', `${tokens}/${next.access_token.id}/revoke`).expect(200)
    const told = await refusal(rawInstance(running.url, handshake(next.value)))
    expect(told).toMatchObject({ code: 'token.revoked' })
    watch.said('a socket', JSON.stringify(told))
    const bad = rawInstance(running.url, handshake(issued.value, { mode: issued.value }))
    watch.said('a socket', JSON.stringify(await refusal(bad)))
    await lookAround()
    expect(await watch.found(forge.ctx.db)).toMatchObject({
      'access token': ['GET /api/v1/projects/:id/access-tokens/:id/value', 'POST /api/v1/projects/:id/access-tokens'],
      successor: ['POST /api/v1/projects/:id/access-tokens/:id/rotate'],
    })
  })

  it('are said nowhere else, after all of that', async () => {
    const found = await watch.found(forge.ctx.db)
    const nowhere = ['client secret', 'metrics token', 'secret key', 'password', 'next password']
    for (const name of nowhere) expect([name, found[name]]).toEqual([name, []])
    expect(found['session of the setup']).toEqual(['POST /api/v1/setup'])
    expect(watch.lines.filter((line) => line.includes('violates check constraint')).length).toBeGreaterThan(7)
  })
})

describe('the operator’s commands', () => {
  it('say no secret of their variables, nor write one into an export of the trail or a backup', async () => {
    const oidc = { ANVIL_OIDC_ISSUER: issuer.url, ANVIL_OIDC_CLIENT_ID: CLIENT_ID }
    const env = { ...oidc, ANVIL_OIDC_CLIENT_SECRET: CLIENT_SECRET, ANVIL_METRICS_TOKEN: METRICS_TOKEN }
    const server = await operatorServer({ env })
    const live = await server.start()
    const admin = await firstAdmin(live)
    const key = (await admin.call('post', '/api-keys').send({ name: 'CI', scopes: [] }).expect(201)).body.value
    const invitations = `/organisations/${admin.organisation.id}/invitations`
    const { secret } = (await admin.call('post', invitations).send({ email: 'eve@example.com' }).expect(201)).body
    const project = await newProject(admin, admin.organisation.id)
    const token = { name: 'Shop', environment: 'production' }
    const issued = await admin.call('post', `/projects/${project.id}/access-tokens`).send(token).expect(201)
    await live.close()
    const [trail, backup] = [path.join(server.folder, 'trail.jsonl'), path.join(server.folder, 'backup')]
    const said = [
      await server.cli(['audit', 'export', '--organisation', admin.organisation.id, trail]),
      await server.cli(['audit', 'export', path.join(server.folder, 'own.jsonl'), '--json']),
      await server.cli(['backup', '--out', backup]),
      await server.cli(['doctor']),
      await server.cli(['doctor', '--json']),
      await server.cliWith({ ANVIL_OIDC_CLIENT_ID: '' }, ['doctor']),
      await server.cliWith({ ANVIL_SECRET_KEY: `${CLIENT_SECRET} is no key` }, ['keys', 'list', '--json']),
    ]
    expect(said.slice(0, 3).map(({ code }) => code)).toEqual([0, 0, 0])
    const files = [await readFile(trail, 'utf8'), gunzipSync(await readFile(backup)).toString()]
    const texts = [...said.map(({ stdout, stderr }) => `${stdout}${stderr}`), ...files]
    const secrets = { key, secret, token: issued.body.value, session: admin.token, ...env }
    for (const name of ['ANVIL_OIDC_ISSUER', 'ANVIL_OIDC_CLIENT_ID']) Reflect.deleteProperty(secrets, name)
    for (const [name, value] of Object.entries({ ...secrets, own: server.env['ANVIL_SECRET_KEY'] ?? '', PASSWORD }))
      for (const text of texts) expect(text.includes(value), `${name} in ${text.slice(0, 200)}`).toBe(false)
    await server.remove()
  })
})
