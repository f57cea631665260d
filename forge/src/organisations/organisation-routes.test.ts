import { randomUUID } from 'node:crypto'
import request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import { addPerson, firstAdmin, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let ada: Person
let home: string
beforeAll(async () => {
  const admin = await firstAdmin(forge)
  ada = admin
  home = admin.organisation.id
})

describe('organisations', () => {
  it('are made by a person who then owns them, and listed with the role', async () => {
    const made = await ada.call('post', '/organisations').send({ name: 'Looms & Co' })
    expect([made.status, made.body.slug, made.body.role]).toEqual([201, 'looms-co', 'owner'])
    const { body } = await ada.call('get', '/organisations')
    expect(body.organisations.map((o: { slug: string }) => o.slug)).toEqual(['engines', 'looms-co'])
  })

  it('have a slug of their own', async () => {
    const again = await ada.call('post', '/organisations').send({ name: 'Other', slug: 'engines' })
    expect([again.status, again.body.error.code]).toEqual([409, 'organisation.slug_taken'])
  })

  it('do not exist for a person who belongs to another one, nor where nobody signed in', async () => {
    const other = await ada.call('post', '/organisations').send({ name: 'Private' })
    const bob = await addPerson(forge, ada, home, { email: 'bob@example.com' })
    for (const path of ['', '/members', '/projects']) {
      const seen = await bob.call('get', `/organisations/${other.body.id}${path}`)
      expect([path, seen.status, seen.body.error.code]).toEqual([path, 404, 'organisation.not_found'])
      const nobody = await request(forge.app).get(`/api/v1/organisations/${other.body.id}${path}`)
      expect([path, nobody.status, nobody.body.error.code]).toEqual([path, 401, 'auth.required'])
    }
    expect((await ada.call('get', `/organisations/${randomUUID()}`)).status).toBe(404)
    expect((await ada.call('get', '/organisations/no-uuid')).body.error.code).toBe('request.invalid')
  })
})

describe('members', () => {
  it('are listed, without anything secret', async () => {
    await addPerson(forge, ada, home, { email: 'cy@example.com' })
    const { body, text } = await ada.call('get', `/organisations/${home}/members`)
    expect(body.members).toContainEqual(expect.objectContaining({ email: 'cy@example.com', role: 'member' }))
    expect(text).not.toMatch(/password|argon2/)
  })

  it('can be added once, by an admin only, an owner by an owner only', async () => {
    const di = await addPerson(forge, ada, home, { email: 'di@example.com', role: 'admin' })
    const path = `/organisations/${home}/members`
    const twice = await ada.call('post', path).send({ email: 'DI@example.com' })
    expect([twice.status, twice.body.error.code]).toEqual([409, 'member.exists'])
    const owner = await di
      .call('post', path)
      .send({ email: 'x@example.com', role: 'owner', password: 'long enough pw' })
    expect([owner.status, owner.body.error.code]).toEqual([403, 'auth.forbidden'])
    const ed = await addPerson(forge, di, home, { email: 'ed@example.com' })
    const member = await ed.call('post', path).send({ email: 'y@example.com', password: 'long enough pw' })
    expect([member.status, member.body.error.details.needs]).toEqual([403, ['owner', 'admin']])
  })

  it('need a password where they have no account', async () => {
    const response = await ada.call('post', `/organisations/${home}/members`).send({ email: 'new@example.com' })
    expect([response.status, response.body.error.message]).toEqual([400, expect.stringContaining('password')])
  })

  it('may come back after they were removed', async () => {
    const fay = await addPerson(forge, ada, home, { email: 'fay@example.com' })
    await forge.ctx.db('memberships').where({ user_id: fay.id }).update({ removed_at: new Date() })
    expect((await fay.call('get', `/organisations/${home}`)).status).toBe(404)
    await ada.call('post', `/organisations/${home}/members`).send({ email: 'fay@example.com' }).expect(201)
    expect((await fay.call('get', `/organisations/${home}`)).status).toBe(200)
  })
})
