import { randomUUID } from 'node:crypto'
import request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import { addPerson, codeOf, firstAdmin, PASSWORD, type Person, signedIn } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'

let now = new Date('2026-06-01T12:00:00Z')
const forge = testForge({ now: () => now })
let ada: Person
let bob: Person
let path: string
let organisationId: string
beforeAll(async () => {
  const admin = await firstAdmin(forge)
  ada = admin
  organisationId = admin.organisation.id
  bob = await addPerson(forge, ada, organisationId, { email: 'bob@example.com' })
  path = `/organisations/${organisationId}/invitations`
})

const anAddress = (): string => `${randomUUID()}@example.com`
const invite = (body: object, by = ada) => by.call('post', path).send(body)
const anybody = (what: 'look' | 'accept', body: object) =>
  request(forge.app).post(`/api/v1/invitations/${what}`).send(body)

describe('an invitation', () => {
  it('makes an account, a session and a membership of exactly what was offered, once', async () => {
    const email = anAddress()
    const { body } = await invite({ email, roles: ['reviewer'] }).expect(201)
    const { secret, invitation } = body
    expect(invitation).toMatchObject({ email, role: 'member', roles: ['viewer', 'reviewer'], state: 'open' })
    const look = await anybody('look', { secret }).expect(200)
    expect(look.body).toMatchObject({ organisation: 'Engines', email, invited_by: 'Ada', has_account: false })
    expect(await codeOf(anybody('accept', { secret }))).toBe('request.invalid')
    const both = await Promise.all([
      anybody('accept', { secret, name: 'Eve', password: PASSWORD }),
      anybody('accept', { secret, name: 'Eve', password: PASSWORD }),
    ])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 410])
    const accepted = both.find(({ status }) => status === 201)
    const eve = signedIn(forge, accepted?.body.session)
    const { body: listed } = await eve.call('get', `/organisations/${organisationId}/members`).expect(200)
    expect(listed.members).toContainEqual(
      expect.objectContaining({ email, name: 'Eve', role: 'member', roles: ['viewer', 'reviewer'] }),
    )
    expect((await ada.call('get', path)).body.invitations[0]).toMatchObject({ id: invitation.id, state: 'accepted' })
  })

  it('for somebody with an account is theirs alone, signed in, and never sets their password', async () => {
    const elsewhere = (await bob.call('post', '/organisations').send({ name: 'Bob’s' }).expect(201)).body.id
    const { body } = await bob
      .call('post', `/organisations/${elsewhere}/invitations`)
      .send({ email: ada.email })
      .expect(201)
    const { secret } = body
    const accept = { secret, name: 'Taken', password: 'another password!' }
    const refused = await anybody('accept', accept).expect(403)
    expect(refused.body.error).toMatchObject({ code: 'invitation.other_account', details: { signed_in: false } })
    expect(await codeOf(bob.call('post', '/invitations/accept').send(accept))).toBe('invitation.other_account')
    const own = await ada.call('post', '/invitations/accept').send(accept).expect(201)
    expect(own.body).toMatchObject({ organisation: { id: elsewhere }, session: null })
    const signIn = { email: ada.email, password: PASSWORD }
    expect((await request(forge.app).post('/api/v1/sessions').send(signIn)).body.user?.name).toBe('Ada')
  })

  it('opens nothing once it is withdrawn or a week old, and says which', async () => {
    const one = (await invite({ email: anAddress() }).expect(201)).body
    expect((await ada.call('delete', `${path}/${one.invitation.id}`)).status).toBe(204)
    const look = await anybody('look', { secret: one.secret }).expect(410)
    expect(look.body.error.message).toBe('This invitation is withdrawn. Ask Ada for another.')
    expect(await codeOf(ada.call('delete', `${path}/${one.invitation.id}`))).toBe('invitation.over')
    expect(await codeOf(ada.call('delete', `${path}/${randomUUID()}`))).toBe('invitation.not_found')
    const other = (await invite({ email: anAddress() }).expect(201)).body
    now = new Date(now.getTime() + 7 * 24 * 60 * 60 * 1000 - 1)
    expect(await codeOf(anybody('look', { secret: other.secret }))).toBe(200)
    now = new Date(now.getTime() + 1)
    const late = await anybody('accept', { secret: other.secret, password: PASSWORD }).expect(410)
    expect(late.body.error.message).toContain('is expired')
    now = new Date('2026-06-01T12:00:00Z')
    expect(await codeOf(anybody('look', { secret: 'guessed' }))).toBe('invitation.not_found')
  })

  it('is made by admins for who is no member yet, to owner by owners, and its secret is kept nowhere', async () => {
    expect(await codeOf(invite({ email: anAddress() }, bob))).toBe('auth.forbidden')
    expect(await codeOf(bob.call('get', path))).toBe('auth.forbidden')
    expect(await codeOf(invite({ email: bob.email.toUpperCase() }))).toBe('member.exists')
    const admin = await addPerson(forge, ada, organisationId, { email: anAddress(), role: 'admin' })
    expect(await codeOf(invite({ email: anAddress(), role: 'owner' }, admin))).toBe('auth.forbidden')
    const { secret } = (await invite({ email: anAddress(), role: 'owner' }).expect(201)).body
    const rows = JSON.stringify([await forge.ctx.db('invitations'), await forge.ctx.db('audit_entries')])
    expect(rows).not.toContain(secret)
    expect(rows).toContain('member.invited')
  })

  it('is accepted by a person who signed in, and by no API key of theirs', async () => {
    const elsewhere = (await bob.call('post', '/organisations').send({ name: 'For people' }).expect(201)).body.id
    const asked = bob.call('post', `/organisations/${elsewhere}/invitations`).send({ email: ada.email })
    const { secret } = (await asked.expect(201)).body
    const { body: made } = await ada
      .call('post', '/api-keys')
      .send({ name: 'CI', scopes: ['manage'] })
      .expect(201)
    const byKey = await anybody('accept', { secret }).auth(made.value, { type: 'bearer' }).expect(403)
    expect(byKey.body.error.message).toBe(
      "The API key CI can't do this, whatever its scopes. Sign in, and do it yourself.",
    )
    expect((await ada.call('get', `/organisations/${elsewhere}`)).status).toBe(404)
    expect(await codeOf(ada.call('post', '/invitations/accept').send({ secret }))).toBe(201)
  })
})

describe('the invitations of somebody who may invite no more', () => {
  const members = () => `/organisations/${organisationId}/members`
  const stateOf = async (id: string) => {
    const { body } = await ada.call('get', path).expect(200)
    return body.invitations.find((one: { id: string }) => one.id === id).state
  }
  const asAdmin = async (role: 'admin' | 'owner' = 'admin') =>
    addPerson(forge, ada, organisationId, { email: anAddress(), role })

  it.each([
    ['were taken out', (id: string) => ada.call('delete', `${members()}/${id}`)],
    ['became a mere member', (id: string) => ada.call('patch', `${members()}/${id}`).send({ role: 'member' })],
  ])('are withdrawn as soon as they %s, on the record', async (_what, end) => {
    const admin = await asAdmin()
    const { invitation, secret } = (await invite({ email: anAddress() }, admin).expect(201)).body
    expect(await codeOf(anybody('look', { secret }))).toBe(200)
    expect((await end(admin.id)).status).toBeLessThan(300)
    expect(await stateOf(invitation.id)).toBe('withdrawn')
    expect(await codeOf(anybody('accept', { secret, password: PASSWORD }))).toBe('invitation.over')
    const [entry] = await forge.ctx.db('audit_entries').where({ action: 'member.uninvited', target: invitation.id })
    expect(entry).toMatchObject({ actor_id: ada.id, details: { email: invitation.email, invited_by: admin.id } })
  })

  it('to be an owner end with their being one, others go on', async () => {
    const owner = await asAdmin('owner')
    const [high, low] = [
      (await invite({ email: anAddress(), role: 'owner' }, owner).expect(201)).body,
      (await invite({ email: anAddress() }, owner).expect(201)).body,
    ]
    await ada
      .call('patch', `${members()}/${owner.id}`)
      .send({ roles: ['viewer'] })
      .expect(200)
    expect(await stateOf(high.invitation.id)).toBe('open')
    await ada.call('patch', `${members()}/${owner.id}`).send({ role: 'admin' }).expect(200)
    expect([await stateOf(high.invitation.id), await stateOf(low.invitation.id)]).toEqual(['withdrawn', 'open'])
  })

  it('open nothing even where they were left open', async () => {
    const admin = await asAdmin()
    const { secret } = (await invite({ email: anAddress() }, admin).expect(201)).body
    const memberships = forge.ctx.db('memberships').where({ organisation_id: organisationId, user_id: admin.id })
    await memberships.clone().update({ role: 'member' })
    const refused = await anybody('accept', { secret, password: PASSWORD }).expect(410)
    expect(refused.body.error.message).toContain('may invite nobody as this any more. Ask somebody else there')
    await memberships.update({ role: 'admin', removed_at: new Date() })
    expect(await codeOf(anybody('look', { secret }))).toBe('invitation.over')
  })
})
