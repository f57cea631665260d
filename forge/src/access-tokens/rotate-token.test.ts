import type { AccessToken, IssuedAccessToken } from '@anvil/shared/api'
import { beforeAll, describe, expect, it } from 'vitest'
import { addPerson, firstAdmin, newProject, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { authenticateAccessToken } from './authenticate-token.js'

const NOON = '2026-06-01T12:00:00.000Z'
let now = new Date(NOON)
const forge = testForge({ now: () => now })
let ada: Person
let bob: Person
let path: string
beforeAll(async () => {
  const admin = await firstAdmin(forge)
  ada = admin
  bob = await addPerson(forge, ada, admin.organisation.id, { email: 'bob@example.com' })
  path = `/projects/${(await newProject(ada, admin.organisation.id)).id}/access-tokens`
})

const issue = async (input: object = {}): Promise<IssuedAccessToken> => {
  now = new Date(NOON)
  const body = { name: 'Shop', environment: 'staging', ...input }
  return (await ada.call('post', path).send(body).expect(201)).body
}
const rotate = ({ access_token }: IssuedAccessToken, body: object = {}, by = ada) =>
  by.call('post', `${path}/${access_token.id}/rotate`).send(body)
const listed = async ({ access_token }: IssuedAccessToken): Promise<AccessToken> => {
  const { body } = await ada.call('get', path).expect(200)
  return body.access_tokens.find(({ id }: AccessToken) => id === access_token.id)
}
const check = (value: string) => authenticateAccessToken(forge.ctx, value)

describe('rotating an access token', () => {
  it('gives a new one for the same environment, and lets the old one live for the overlap', async () => {
    const old = await issue()
    const { body: made }: { body: IssuedAccessToken } = await rotate(old, { overlap_seconds: 60 }).expect(201)
    expect(made.access_token).toMatchObject({ name: 'Shop', environment: 'staging', state: 'active', expires_at: null })
    expect(made.access_token.rotated_from).toBe(old.access_token.id)
    expect(await listed(old)).toMatchObject({ state: 'active', expires_at: '2026-06-01T12:01:00.000Z' })
    for (const { value } of [old, made]) await expect(check(value)).resolves.toMatchObject({ environment: 'staging' })
    now = new Date('2026-06-01T12:01:00Z')
    await expect(check(old.value)).rejects.toMatchObject({ code: 'token.expired' })
    await expect(check(made.value)).resolves.toMatchObject({ tokenId: made.access_token.id })
  })

  it('ends the old one at once without an overlap, and a day later unless told', async () => {
    const [one, two] = [await issue(), await issue()]
    await rotate(one, { overlap_seconds: 0 }).expect(201)
    await expect(check(one.value)).rejects.toMatchObject({ code: 'token.expired' })
    await rotate(two).expect(201)
    expect((await listed(two)).expires_at).toBe('2026-06-02T12:00:00.000Z')
  })

  it('never lets the old one live longer, and gives the new one as long a life', async () => {
    const old = await issue({ expires_at: '2026-06-01T14:00:00Z' })
    now = new Date('2026-06-01T13:00:00Z')
    const { body } = await rotate(old).expect(201)
    expect((await listed(old)).expires_at).toBe('2026-06-01T14:00:00.000Z')
    expect(body.access_token.expires_at).toBe('2026-06-01T15:00:00.000Z')
    const { body: chosen } = await rotate(body, { expires_at: '2026-09-01T00:00:00Z' }).expect(201)
    expect(chosen.access_token.expires_at).toBe('2026-09-01T00:00:00.000Z')
  })

  it('happens once to each, also when two people do it at once', async () => {
    const old = await issue()
    const answers = await Promise.all([rotate(old), rotate(old)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    expect(answers.find(({ status }) => status === 409)?.body.error.code).toBe('access_token.rotated')
    const successors = await forge.ctx.db('access_tokens').where({ rotated_from: old.access_token.id })
    expect(successors).toHaveLength(1)
  })

  it('is on the record, without the values', async () => {
    const old = await issue()
    const { body: made } = await rotate(old, { overlap_seconds: 5 }).expect(201)
    const ids = [old.access_token.id, made.access_token.id]
    const trail = await forge.ctx.db('audit_entries').whereIn('target', ids).orderBy('number')
    expect(trail.map(({ action, target }) => [action, target])).toEqual([
      ['access_token.issued', ids[0]],
      ['access_token.issued', ids[1]],
      ['access_token.rotated', ids[0]],
    ])
    expect(trail[1].details).toMatchObject({ rotated_from: ids[0] })
    expect(trail[2].details).toEqual({ successor: ids[1], ends_at: '2026-06-01T12:00:05.000Z' })
    for (const { value } of [old, made]) expect(JSON.stringify(trail)).not.toContain(value.split('_')[3])
  })

  it('is for admins, for tokens that were not revoked, and for an overlap of at most 30 days', async () => {
    const old = await issue()
    const code = async (...args: Parameters<typeof rotate>) => (await rotate(...args)).body.error.code
    expect(await code(old, {}, bob)).toBe('auth.forbidden')
    for (const overlap_seconds of [-1, 0.5, 30 * 86_400 + 1, '60'])
      expect(await code(old, { overlap_seconds })).toBe('request.invalid')
    expect(await code(old, { expires_at: '2026-01-01T00:00:00Z' })).toBe('request.invalid')
    expect(await listed(old)).toMatchObject({ state: 'active', expires_at: null })
    await ada.call('post', `${path}/${old.access_token.id}/revoke`).expect(200)
    expect(await code(old)).toBe('access_token.revoked')
  })
})
