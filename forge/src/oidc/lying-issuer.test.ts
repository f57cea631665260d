import { createHmac, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import request from 'supertest'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { firstAdmin, PASSWORD } from '../../test/support/factories.js'
import { type Lie, type LyingIssuer, openLyingIssuer } from '../../test/support/lying-issuer.js'
import { CLIENT_ID, openIssuer, signInAtIssuer } from '../../test/support/oidc-issuer.js'
import { type RunningForge, runningForge } from '../../test/support/running-forge.js'

let issuer: LyingIssuer
let forge: RunningForge
const variables = (url: string) => ({ ANVIL_OIDC_ISSUER: url, ANVIL_OIDC_CLIENT_ID: CLIENT_ID })
beforeAll(async () => {
  issuer = await openLyingIssuer()
  forge = await runningForge({}, { ...variables(issuer.url), ANVIL_PASSWORD_SIGN_IN: 'off' })
  await firstAdmin(forge)
})
afterEach(() => {
  issuer.lie = {}
})
afterAll(async () => {
  await forge.close()
  await issuer.close()
})

const post = (path: string, body: object = {}) => request(forge.app).post(`/api/v1${path}`).send(body)
async function arrive(lie: Lie = {}) {
  const { authorization_url, secret } = (await post('/sessions/oidc').expect(201)).body
  const asked = new URL(authorization_url).searchParams
  const query = String(new URLSearchParams({ code: asked.get('nonce') ?? '', state: asked.get('state') ?? '' }))
  issuer.lie = lie
  return post('/sessions/oidc/callback', { secret, query })
}

const encoded = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url')
const byHand = (header: object, claims: object, tail = '') => `${encoded(header)}.${encoded(claims)}.${tail}`
const seconds = (ahead: number) => Math.floor(Date.now() / 1000) + ahead

describe('an issuer', () => {
  it('that tells the truth is believed', async () => {
    expect((await arrive()).status).toBe(201)
    expect((await arrive({ claims: { email: 'ada@example.com', email_verified: 'true' } })).status).toBe(201)
  })

  it.each<[string, Lie]>([
    ['the nonce of another sign-in', { claims: { nonce: 'other' } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['a token for another application', { claims: { aud: 'other' } }],
    ['a token for several, of which FORGE is not the one that asked', { claims: { aud: [CLIENT_ID, 'x'], azp: 'x' } }],
    ['a token of another issuer', { claims: { iss: 'https://other.example' } }],
    ['a token that has expired', { claims: { exp: seconds(-120) } }],
    ['a token of the future', { claims: { nbf: seconds(600) } }],
    ['a token without a subject', { claims: { sub: undefined } }],
    ['a token without a signature', { sign: (claims) => byHand({ alg: 'none' }, claims) }],
    ['a token signed by the client’s own name', { sign: (claims) => jwt.sign(claims, CLIENT_ID.repeat(9)) }],
    ['a token signed by its public key, taken for a secret', { sign: (claims, key) => confused(claims, key) }],
    ['a token that brings the key to prove it by', { sign: (claims) => self(claims) }],
    ['a token under an algorithm that it never named', { sign: (claims, key) => jwt.sign(claims, key, PS512) }],
    ['a token signed by a key that is not its own', { sign: (claims, key) => forged(claims, key) }],
  ])('that gives %s is not believed', async (_what, lie) => {
    const { status, body } = await arrive(lie)
    expect([status, body.error?.code, typeof body.error?.details.reason]).toEqual([401, 'oidc.refused', 'string'])
    expect(body.error.message).toContain('FORGE does not believe the answer of 127.0.0.1')
  })

  it('that is out of order is said to be, with when to try again; then it is asked anew', async () => {
    const answer = await arrive({ status: 500 })
    expect([answer.status, answer.body.error.code, answer.headers['retry-after']]).toEqual([
      503,
      'oidc.unreachable',
      '5',
    ])
    const down = await runningForge({}, variables('http://127.0.0.1:9'))
    const refused = await request(down.app).post('/api/v1/sessions/oidc')
    expect([refused.status, refused.body.error.code]).toEqual([503, 'oidc.unreachable'])
    await down.close()
    issuer.lie = {}
    expect((await arrive()).status).toBe(201)
  })
})

const PS512 = { algorithm: 'PS512', keyid: 'one' } as const

/** The confusion of HS256 with RS256: whoever has the public key, which all have, makes tokens. */
function confused(claims: object, key: KeyObject): string {
  const pem = createPublicKey(key).export({ type: 'spki', format: 'pem' })
  const head = `${encoded({ alg: 'HS256', typ: 'JWT', kid: 'one' })}.${encoded(claims)}`
  return `${head}.${createHmac('sha256', pem).update(head).digest('base64url')}`
}

/** A token of a stranger's key that says in its header where to find that key. */
function self(claims: object): string {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const header = { alg: 'RS256', jwk: publicKey.export({ format: 'jwk' }), kid: 'one' } as const
  return jwt.sign(claims, privateKey, { algorithm: 'RS256', header })
}

/** A signature of the right form over other claims. */
function forged(claims: object, key: KeyObject): string {
  const [header = ''] = jwt.sign({}, key, { algorithm: 'RS256', keyid: 'one' }).split('.')
  const other = sign('sha256', Buffer.from('something else'), key).toString('base64url')
  return `${header}.${encoded(claims)}.${other}`
}

describe('where passwords are switched off', () => {
  it('nobody signs in or gets another one by theirs, and the issuer is named', async () => {
    const tried = await post('/sessions', { email: 'ada@example.com', password: PASSWORD })
    expect([tried.status, tried.body.error.code]).toEqual([403, 'auth.password_off'])
    expect(tried.body.error.message).toContain('Sign in with 127.0.0.1')
    const { body } = await arrive()
    const changed = await request(forge.app)
      .put('/api/v1/account/password')
      .set('Authorization', `Bearer ${body.token}`)
      .send({ current_password: PASSWORD, new_password: 'another horse battery' })
    expect([changed.status, changed.body.error.code]).toEqual([403, 'auth.password_off'])
    const ways = await request(forge.app).get('/api/v1/sign-in-ways')
    expect(ways.body).toMatchObject({ password: false, oidc: { name: expect.stringContaining('127.0.0.1') } })
  })
})

describe('a FORGE without a secret at its issuer', () => {
  it('is known by PKCE alone, at the address that it was asked at', async () => {
    const real = await openIssuer(['http://anvil.test/sign-in/oidc/callback'], { secret: false })
    const open = await runningForge(
      {},
      { ...variables(real.url), ANVIL_OIDC_ROLES: '{"a":{"organisation":"engines"}}' },
    )
    await firstAdmin(open)
    real.people.set('bob', { email: 'bob@example.com', email_verified: true, groups: ['a'] })
    const asked = request(open.app).post('/api/v1/sessions/oidc').set('Host', 'anvil.test')
    const { authorization_url, secret } = (await asked.expect(201)).body
    const query = (await signInAtIssuer(authorization_url, 'bob')).search.slice(1)
    await request(open.app).post('/api/v1/sessions/oidc/callback').send({ secret, query }).expect(201)
    await open.close()
    await real.close()
  })

  it('or without an issuer says so', async () => {
    const plain = await runningForge()
    const { status, body } = await request(plain.app).post('/api/v1/sessions/oidc')
    expect([status, body.error.code]).toEqual([404, 'oidc.off'])
    await plain.close()
  })
})
