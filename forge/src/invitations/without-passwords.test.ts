import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstAdmin, PASSWORD, type Person, signedIn } from '../../test/support/factories.js'
import { openIssuer, CLIENT_ID, signInAtIssuer, type TestIssuer } from '../../test/support/oidc-issuer.js'
import { type RunningForge, runningForge } from '../../test/support/running-forge.js'

const PUBLIC = 'http://anvil.test'
let issuer: TestIssuer
let forge: RunningForge
let ada: Person
let home: string
beforeAll(async () => {
  issuer = await openIssuer([`${PUBLIC}/sign-in/oidc/callback`])
  forge = await runningForge(
    {},
    {
      ANVIL_PUBLIC_URL: PUBLIC,
      ANVIL_OIDC_ISSUER: issuer.url,
      ANVIL_OIDC_CLIENT_ID: CLIENT_ID,
      ANVIL_OIDC_CLIENT_SECRET: issuer.clientSecret,
      ANVIL_OIDC_NAME: 'Works',
      ANVIL_PASSWORD_SIGN_IN: 'off',
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
/** Signs in at the issuer with a verified address, and comes back; what FORGE says to that. */
async function arrive(email: string) {
  issuer.people.set(email, { email, email_verified: true, name: 'Eve' })
  const { authorization_url, secret } = (await post('/sessions/oidc').expect(201)).body
  const back = await signInAtIssuer(authorization_url, email)
  return post('/sessions/oidc/callback', { secret, query: back.search.slice(1) })
}
const invite = async (email: string): Promise<string> =>
  (await ada.call('post', `/organisations/${home}/invitations`).send({ email }).expect(201)).body.secret

describe('where nobody signs in with a password', () => {
  it('an invitation makes neither an account nor a session', async () => {
    const secret = await invite('eve@example.com')
    const refused = await post('/invitations/accept', { secret, name: 'Eve', password: PASSWORD }).expect(403)
    expect(refused.body.error).toMatchObject({
      code: 'auth.password_off',
      message: 'Nobody signs in with a password here. Sign in with Works.',
    })
    expect(await forge.ctx.db('users').where({ email: 'eve@example.com' })).toEqual([])
  })

  it('who is invited signs in by the issuer, and joins then', async () => {
    const secret = await invite('Mel@example.com')
    const { body } = await arrive('mel@example.com')
    const mel = signedIn(forge, body)
    expect((await mel.call('get', '/organisations').expect(200)).body.organisations).toEqual([])
    await mel.call('post', '/invitations/accept').send({ secret }).expect(201)
    await mel.call('get', `/organisations/${home}`).expect(200)
  })

  it('who is invited no more is not let in by it', async () => {
    await invite('late@example.com')
    await forge.ctx.db('invitations').where({ email: 'late@example.com' }).update({ expires_at: new Date() })
    expect((await arrive('late@example.com')).body.error).toMatchObject({
      code: 'oidc.no_access',
      message:
        'late@example.com has no account here, and neither an invitation nor one of your groups opens an organisation. Ask an admin of one to invite you.',
    })
  })
})
