import type { AccessToken, IssuedAccessToken } from '@anvil/shared/api'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addPerson, firstAdmin, newProject, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { authenticateAccessToken } from './authenticate-token.js'

const NOON = Date.parse('2026-06-01T12:00:00Z')
let time = NOON
const forge = testForge({ now: () => new Date(time) })
let ada: Person
let bob: Person
let stranger: Person
let home: string
let path: string
beforeAll(async () => {
  const admin = await firstAdmin(forge)
  ada = admin
  home = admin.organisation.id
  bob = await addPerson(forge, ada, home, { email: 'bob@example.com' })
  const { body } = await ada.call('post', '/organisations').send({ name: 'Elsewhere' }).expect(201)
  stranger = await addPerson(forge, ada, body.id, { email: 'eve@example.com', role: 'admin' })
})
beforeEach(async () => {
  time = NOON
  path = `/projects/${(await newProject(ada, home, crypto.randomUUID())).id}/access-tokens`
})

const ask = (body: object = {}, by = ada) =>
  by.call('post', path).send({ name: 'Shop', environment: 'production', ...body })
const issue = async (body: object = {}): Promise<IssuedAccessToken> => (await ask(body).expect(201)).body
const listed = async (): Promise<AccessToken[]> => (await bob.call('get', path).expect(200)).body.access_tokens
const act = (what: 'revoke' | 'rotate', { access_token }: IssuedAccessToken, by = ada) =>
  by.call('post', `${path}/${access_token.id}/${what}`).send({})
const value = ({ access_token }: IssuedAccessToken, by = ada) => by.call('get', `${path}/${access_token.id}/value`)
const told = ({ status, body }: { status: number; body: { error: { code: string; message: string } } }) => [
  status,
  body.error.code,
  body.error.message,
]
const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).toSorted((a, b) => a - b)

describe('the list of access tokens', () => {
  it('begins with the newest, and says of each how it stands at this moment', async () => {
    const made: IssuedAccessToken[] = []
    for (const body of [
      { name: 'lasts' },
      { name: 'ends', expires_at: '2026-06-01T12:30:00Z' },
      { name: 'was revoked' },
    ]) {
      made.push(await issue(body))
      time += 1_000
    }
    const [, , last = expect.fail('None was made')] = made
    await act('revoke', last).expect(200)
    const standing = async () => (await listed()).map(({ name, state }) => [name, state])
    expect(await standing()).toEqual([
      ['was revoked', 'revoked'],
      ['ends', 'active'],
      ['lasts', 'active'],
    ])
    time = Date.parse('2026-06-01T12:30:00Z')
    expect((await standing())[1]).toEqual(['ends', 'expired'])
  })

  it('is for people of the project, of this project only', async () => {
    const { access_token } = await issue()
    const other = await newProject(ada, home, crypto.randomUUID())
    expect((await ada.call('get', `/projects/${other.id}/access-tokens`)).body).toEqual({ access_tokens: [] })
    for (const call of [
      stranger.call('get', path),
      ask({}, stranger),
      stranger.call('get', `${path}/${access_token.id}/value`),
      stranger.call('post', `${path}/${access_token.id}/rotate`),
      stranger.call('post', `${path}/${access_token.id}/revoke`),
    ])
      expect((await call).body.error.code).toBe('project.not_found')
    expect((await listed()).map(({ state }) => state)).toEqual(['active'])
  })
})

describe('issuing an access token', () => {
  it('keeps a name of any text, and says who made it', async () => {
    const name = '  <script>alert(1)</script> 🜂 {{x}} \u202e '
    const { access_token } = await issue({ name })
    expect(access_token).toMatchObject({
      name: name.trim(),
      created_by: ada.id,
      last_used_at: null,
      rotated_from: null,
    })
    expect(await listed()).toEqual([access_token])
  })

  it('takes an end with an offset for the moment it is', async () => {
    const { access_token } = await issue({ expires_at: '2026-06-01T14:30:00+02:00' })
    expect(access_token.expires_at).toBe('2026-06-01T12:30:00.000Z')
  })

  it.each([
    ['now', '2026-06-01T12:00:00Z'],
    ['an hour ago by its offset', '2026-06-01T12:30:00+01:30'],
  ])('refuses an end that is %s', async (_what, expires_at) => {
    expect(told(await ask({ expires_at }))).toEqual([
      400,
      'request.invalid',
      `expires_at ${expires_at} is past. Send a time to come, or leave it out.`,
    ])
    expect(await listed()).toEqual([])
  })

  it.each([
    { name: ' ' },
    { name: 'n'.repeat(201) },
    { environment: 'Production' },
    { environment: null },
    { expires_at: '2027-01-01' },
    { expires_at: '2027-02-30T00:00:00Z' },
    { expires_at: 1_800_000_000 },
  ])('refuses %.60j', async (change) => {
    const refused = await ask(change)
    expect([refused.status, refused.body.error.code]).toEqual([400, 'request.invalid'])
    expect(await listed()).toEqual([])
  })

  it('for want of a right makes none, and says who may', async () => {
    const [status, code, message] = told(await ask({}, bob))
    expect([status, code]).toEqual([403, 'auth.forbidden'])
    expect(message).toMatch(
      /^Only an admin of .* may issue, see and revoke access tokens, and you are a viewer, editor/,
    )
    expect(await listed()).toEqual([])
  })
})

describe('ending an access token', () => {
  it('happens once where two do it at the same time', async () => {
    const token = await issue()
    const answers = await Promise.all([act('revoke', token), act('revoke', token), act('revoke', token)])
    expect(statuses(answers)).toEqual([200, 409, 409])
    const late = answers.find(({ status }) => status === 409) ?? expect.fail('All passed')
    expect(late.body.error.message).toBe('This access token was revoked before. There is nothing left to do.')
    expect(await forge.ctx.db('revocations').where({ access_token_id: token.access_token.id })).toHaveLength(1)
  })

  it('at the same time as it is rotated leaves either no successor or one that is good', async () => {
    const token = await issue()
    const [rotated, revoked] = await Promise.all([act('rotate', token), act('revoke', token)])
    expect(revoked.status).toBe(200)
    expect([201, 409]).toContain(rotated.status)
    await expect(authenticateAccessToken(forge.ctx, token.value)).rejects.toMatchObject({ code: 'token.revoked' })
    const successors = (await listed()).filter(({ rotated_from }) => rotated_from === token.access_token.id)
    expect(successors.map(({ state }) => state)).toEqual(rotated.status === 201 ? ['active'] : [])
  })

  it('is for admins, and a member’s try leaves it good', async () => {
    const token = await issue()
    for (const what of ['revoke', 'rotate'] as const)
      expect(told(await act(what, token, bob))[2]).toContain('may issue, see and revoke access tokens')
    await expect(authenticateAccessToken(forge.ctx, token.value)).resolves.toMatchObject({ environment: 'production' })
  })

  it('that has expired can still be done, and it is told as revoked from then on', async () => {
    const token = await issue({ expires_at: '2026-06-01T12:01:00Z' })
    time = NOON + 60_000
    await expect(authenticateAccessToken(forge.ctx, token.value)).rejects.toMatchObject({
      code: 'token.expired',
      message: 'The access token "Shop" has expired. Put a new one into ANVIL_ACCESS_TOKEN.',
    })
    expect((await act('revoke', token).expect(200)).body.state).toBe('revoked')
    await expect(authenticateAccessToken(forge.ctx, token.value)).rejects.toMatchObject({ code: 'token.revoked' })
  })
})

describe('the value of an access token', () => {
  it('is shown while it opens nothing yet ended, to admins of the project', async () => {
    const token = await issue({ expires_at: '2026-06-01T12:01:00Z' })
    time = NOON + 120_000
    expect((await value(token).expect(200)).body).toEqual({ value: token.value })
    expect(told(await value(token, bob))[2]).toContain('may issue, see and revoke access tokens')
  })

  it('is hidden by the project’s rule also from its owner, who is told what to do', async () => {
    const token = await issue()
    const project = path.replace('/access-tokens', '')
    await ada.call('patch', project).send({ show_token_values: false }).expect(200)
    expect(told(await value(token))).toEqual([
      403,
      'auth.forbidden',
      'This project shows the value of no access token again. Rotate the token to get a new value.',
    ])
    const { body } = await act('rotate', token).expect(201)
    await expect(authenticateAccessToken(forge.ctx, body.value)).resolves.toMatchObject({ environment: 'production' })
  })

  it('can not be put in another token’s place: what is stored is bound to its own', async () => {
    const [one, other] = [await issue(), await issue()]
    const rows = forge.ctx.db('access_tokens')
    const { value_encrypted } = await rows.clone().where({ id: one.access_token.id }).first()
    await rows.clone().where({ id: other.access_token.id }).update({ value_encrypted })
    const shown = await value(other)
    expect([shown.status, shown.body.error.code]).toEqual([500, 'internal'])
    expect(shown.text).not.toContain(one.value)
  })
})
