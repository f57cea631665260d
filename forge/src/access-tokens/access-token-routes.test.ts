import { beforeAll, describe, expect, it, vi } from 'vitest'
import { addPerson, firstAdmin, newProject, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { authenticateAccessToken } from './authenticate-token.js'

let now = new Date('2026-06-01T12:00:00Z')
const forge = testForge({ now: () => now })
let ada: Person
let bob: Person
let path: string
let projectId: string
beforeAll(async () => {
  const admin = await firstAdmin(forge)
  ada = admin
  bob = await addPerson(forge, ada, admin.organisation.id, { email: 'bob@example.com' })
  projectId = (await newProject(ada, admin.organisation.id)).id
  path = `/projects/${projectId}/access-tokens`
})

const issue = async (input: object = {}) =>
  (
    await ada
      .call('post', path)
      .send({ name: 'Shop', environment: 'production', ...input })
      .expect(201)
  ).body
const check = (value: string) => authenticateAccessToken(forge.ctx, value)

describe('access tokens', () => {
  it('open the environment they were issued for', async () => {
    const { value, access_token } = await issue({ environment: 'staging' })
    expect(value).toMatch(/^anv_staging_/)
    expect(await check(value)).toMatchObject({ tokenId: access_token.id, projectId, environment: 'staging' })
  })

  it('are listed without their value and kept encrypted', async () => {
    const { value, access_token } = await issue()
    const { text } = await bob.call('get', path).expect(200)
    expect(text).toContain(access_token.id)
    const row = await forge.ctx.db('access_tokens').where({ id: access_token.id }).first()
    for (const kept of [text, JSON.stringify(row), row.value_encrypted.toString('latin1')]) {
      expect(kept).not.toContain(value.split('_')[3])
    }
  })

  it('are shown again to an admin only, on the record', async () => {
    const { value, access_token } = await issue()
    const shown = await ada.call('get', `${path}/${access_token.id}/value`)
    expect(shown.body).toEqual({ value })
    const refused = await bob.call('get', `${path}/${access_token.id}/value`)
    expect([refused.status, refused.body.error.code]).toEqual([403, 'auth.forbidden'])
    const trail = await forge.ctx.db('audit_entries').where({ target: access_token.id }).orderBy('number')
    expect(trail.map((entry) => entry.action)).toEqual(['access_token.issued', 'access_token.revealed'])
    expect(JSON.stringify(trail)).not.toContain(value)
  })

  it('open nothing any more once revoked, and revoking numbers rise', async () => {
    const first = await issue()
    const second = await issue()
    for (const { access_token } of [first, second]) {
      const revoked = await ada.call('post', `${path}/${access_token.id}/revoke`)
      expect([revoked.status, revoked.body.state]).toEqual([200, 'revoked'])
    }
    await expect(check(first.value)).rejects.toMatchObject({ code: 'token.revoked' })
    const again = await ada.call('post', `${path}/${first.access_token.id}/revoke`)
    expect([again.status, again.body.error.code]).toEqual([409, 'access_token.revoked'])
    const order = await forge.ctx.db('revocations').orderBy('number').pluck('access_token_id')
    expect(order).toEqual([first.access_token.id, second.access_token.id])
  })

  it('are not shown any more once revoked, and nobody is on the record for it', async () => {
    const { access_token } = await issue()
    await ada.call('post', `${path}/${access_token.id}/revoke`).expect(200)
    const refused = await ada.call('get', `${path}/${access_token.id}/value`)
    expect([refused.status, refused.body.error.code]).toEqual([409, 'access_token.revoked'])
    expect(Object.keys(refused.body)).toEqual(['error'])
    const trail = await forge.ctx.db('audit_entries').where({ target: access_token.id }).orderBy('number')
    expect(trail.map((entry) => entry.action)).toEqual(['access_token.issued', 'access_token.revoked'])
  })

  it('are announced as revoked once that is stored, and not where it was refused', async () => {
    const told: string[] = []
    const stop = forge.ctx.tokenRevocations.onRevoked((id) => told.push(id))
    const { access_token } = await issue()
    await bob.call('post', `${path}/${access_token.id}/revoke`).expect(403)
    expect(told).toEqual([])
    await ada.call('post', `${path}/${access_token.id}/revoke`).expect(200)
    stop()
    expect(told).toEqual([access_token.id])
  })

  it('end at their time', async () => {
    const { value } = await issue({ expires_at: '2026-06-01T13:00:00Z' })
    await expect(check(value)).resolves.toMatchObject({ environment: 'production' })
    now = new Date('2026-06-01T13:00:00Z')
    await expect(check(value)).rejects.toMatchObject({ code: 'token.expired' })
    const past = await ada
      .call('post', path)
      .send({ name: 'x', environment: 'production', expires_at: '2026-01-01T00:00:00Z' })
    expect([past.status, past.body.error.code]).toEqual([400, 'request.invalid'])
  })

  it('are refused as mistyped before the database is asked', async () => {
    const { value } = await issue()
    const asked = vi.spyOn(forge.ctx.db.client, 'acquireConnection')
    const refused = { code: 'token.invalid', message: expect.stringContaining('check digits are wrong') }
    await expect(check(`${value.slice(0, -1)}${value.endsWith('x') ? 'y' : 'x'}`)).rejects.toMatchObject(refused)
    expect(asked).not.toHaveBeenCalled()
    await check(value)
    expect(asked).toHaveBeenCalled()
    asked.mockRestore()
  })

  it('are shown to nobody again where the project forbids it', async () => {
    const { access_token } = await issue()
    const rule = (show_token_values: boolean) =>
      ada.call('patch', `/projects/${projectId}`).send({ show_token_values }).expect(200)
    expect((await rule(false)).body.show_token_values).toBe(false)
    const refused = await ada.call('get', `${path}/${access_token.id}/value`)
    expect([refused.status, refused.body.error.code]).toEqual([403, 'auth.forbidden'])
    await rule(true)
    await ada.call('get', `${path}/${access_token.id}/value`).expect(200)
    const trail = await forge.ctx.db('audit_entries').where({ target: access_token.id }).pluck('action')
    expect(trail).toEqual(['access_token.issued', 'access_token.revealed'])
  })

  it('are refused when their secret is another’s', async () => {
    const [one, two] = [await issue(), await issue()]
    await forge.ctx
      .db('access_tokens')
      .where({ id: two.access_token.id })
      .update({ secret_sha256: Buffer.alloc(32) })
    await expect(check(two.value)).rejects.toMatchObject({ code: 'token.invalid' })
    await expect(check(one.value)).resolves.toMatchObject({ tokenId: one.access_token.id })
  })

  it('are issued by admins, for environments that exist, and not found from another project', async () => {
    const refused = await bob.call('post', path).send({ name: 'x', environment: 'production' })
    expect(refused.body.error.code).toBe('auth.forbidden')
    const nowhere = await ada.call('post', path).send({ name: 'x', environment: 'moon' })
    expect(nowhere.body.error.code).toBe('environment.not_found')
    const { access_token } = await issue()
    const home = (await ada.call('get', '/organisations')).body.organisations[0].id
    const other = await newProject(ada, home, 'Other')
    for (const end of ['value', 'revoke', 'rotate']) {
      const method = end === 'value' ? 'get' : 'post'
      const seen = await ada.call(method, `/projects/${other.id}/access-tokens/${access_token.id}/${end}`)
      expect([end, seen.body.error.code]).toEqual([end, 'access_token.not_found'])
    }
  })
})
