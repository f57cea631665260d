import request, { type Response } from 'supertest'
import { afterEach, describe, expect, it } from 'vitest'
import { addPerson, firstAdmin, newProject, PASSWORD, type Person } from '../support/factories.js'
import { CLIENT_ID } from '../support/oidc-issuer.js'
import { openLyingIssuer } from '../support/lying-issuer.js'
import { type RunningForge, runningForge } from '../support/running-forge.js'

const ALLOWED = 20
const closing: { close: () => Promise<void> }[] = []
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close()
})

async function forgeWith(env: Record<string, string> = {}): Promise<RunningForge> {
  const forge = await runningForge({}, { ANVIL_RATE_ANONYMOUS: String(ALLOWED), ANVIL_TRUST_PROXY: '1', ...env })
  closing.push(forge)
  return forge
}

type Ask = (from?: string) => PromiseLike<Response>
const post = (forge: RunningForge, path: string, body: object): Ask => {
  return (from = '192.0.2.1') => request(forge.app).post(`/api/v1${path}`).set('X-Forwarded-For', from).send(body)
}

/** The codes that so many tries were answered with, in their order, each once for those alike in a row. */
async function tried(ask: Ask, times = ALLOWED + 10, from?: string): Promise<string[]> {
  const codes: string[] = []
  for (let n = 0; n < times; n += 1) {
    const { status, body } = await ask(from)
    const code = status < 300 ? String(status) : body.error.code
    if (codes.at(-1) !== code) codes.push(code)
  }
  return codes
}
const LIMITED = 'request.rate_limited'

describe('whoever guesses from one address', () => {
  it('the secret of an invitation is stopped, also with the right one, and it opens from elsewhere', async () => {
    const forge = await forgeWith()
    const ada = await firstAdmin(forge)
    const path = `/organisations/${ada.organisation.id}/invitations`
    const { secret } = (await ada.call('post', path).send({ email: 'eve@example.com' }).expect(201)).body
    expect(await tried(post(forge, '/invitations/look', { secret: 'guessed' }))).toEqual([
      'invitation.not_found',
      LIMITED,
    ])
    const right = post(forge, '/invitations/accept', { secret, name: 'Eve', password: PASSWORD })
    expect(await tried(right, 1)).toEqual([LIMITED])
    expect(await tried(right, 1, '192.0.2.2')).toEqual(['201'])
  })

  it('the code of the first start is stopped, and nothing is set up', async () => {
    const forge = await forgeWith()
    const guess = { code: 'guessed', email: 'eve@example.com', password: PASSWORD, organisation: { name: 'Mine' } }
    expect(await tried(post(forge, '/setup', guess))).toEqual(['setup.wrong_code', LIMITED])
    expect(await forge.ctx.db('users')).toEqual([])
    expect(await tried(post(forge, '/setup', { ...guess, code: forge.setupCode }), 1, '192.0.2.2')).toEqual(['201'])
  })

  it('the way back from an issuer is stopped, and the issuer is asked nothing', async () => {
    const issuer = await openLyingIssuer()
    closing.push(issuer)
    const forge = await forgeWith({ ANVIL_OIDC_ISSUER: issuer.url, ANVIL_OIDC_CLIENT_ID: CLIENT_ID })
    const guess = { secret: 'guessed', query: 'code=guessed&state=guessed' }
    expect(await tried(post(forge, '/sessions/oidc/callback', guess))).toEqual(['oidc.attempt_over', LIMITED])
    expect(issuer.heard).toEqual([])
  })

  it.each([
    ['an API key', () => `anvk_${'a'.repeat(43)}`, 'api_key.invalid'],
    ['a session', () => 'a.b.c', 'auth.session_ended'],
    ['nothing', () => '', 'auth.required'],
  ])('%s is stopped, while people who signed in there go on', async (_what, value, code) => {
    const forge = await forgeWith()
    const ada = await firstAdmin(forge)
    const token = value()
    const guess: Ask = (from = '192.0.2.1') =>
      request(forge.app)
        .get('/api/v1/organisations')
        .set('X-Forwarded-For', from)
        .set(token === '' ? {} : { Authorization: `Bearer ${token}` })
    expect(await tried(guess)).toEqual([code, LIMITED])
    await ada.call('get', '/organisations').set('X-Forwarded-For', '192.0.2.1').expect(200)
    expect(await tried(guess, 1, '192.0.2.2')).toEqual([code])
  })

  it('within a /64 of IPv6 is one address, and who says to be elsewhere without a proxy is where they are', async () => {
    const forge = await forgeWith()
    await firstAdmin(forge)
    const guess = post(forge, '/invitations/look', { secret: 'guessed' })
    for (let n = 0; n < ALLOWED; n += 1) await guess(`2001:db8:1:2::${n.toString(16)}`)
    expect(await tried(guess, 1, '2001:db8:1:2:ffff::1')).toEqual([LIMITED])
    expect(await tried(guess, 1, '2001:db8:1:3::1')).toEqual(['invitation.not_found'])
    const bare = await forgeWith({ ANVIL_TRUST_PROXY: '0' })
    await firstAdmin(bare)
    let last: string[] = []
    for (let n = 0; n < ALLOWED + 5; n += 1)
      last = await tried(post(bare, '/invitations/look', { secret: 'guessed' }), 1, `192.0.2.${n}`)
    expect(last).toEqual([LIMITED])
  })
})

describe('a session that runs wild', () => {
  it('is slowed alone: reading, changing and importing by themselves, and the trail stays as it was', async () => {
    const forge = await forgeWith({ ANVIL_RATE_READS: '30', ANVIL_RATE_WRITES: '10', ANVIL_RATE_ANONYMOUS: '1000' })
    const ada = await firstAdmin(forge)
    const bob = await addPerson(forge, ada, ada.organisation.id, { email: 'bob@example.com' })
    const { id } = await newProject(ada, ada.organisation.id)
    const rename = (by: Person) => by.call('patch', `/projects/${id}`).send({ description: crypto.randomUUID() })
    expect(await tried(() => rename(ada), 20)).toEqual(['200', LIMITED])
    const entries = await forge.ctx.db('audit_entries').where({ action: 'project.changed' })
    expect(entries.length).toBeLessThanOrEqual(10)
    expect(await tried(() => ada.call('get', `/projects/${id}`), 5)).toEqual(['200'])
    expect(await tried(() => bob.call('get', `/projects/${id}`), 5)).toEqual(['200'])
    const refused = await rename(ada)
    expect([refused.status, Number(refused.headers['retry-after'])]).toEqual([429, expect.any(Number)])
    expect(refused.body.error.details).toMatchObject({ limit: 10, per_seconds: 60 })
  })
})
