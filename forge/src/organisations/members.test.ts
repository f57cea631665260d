import type { Member } from '@anvil/shared/api'
import request from 'supertest'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addPerson, firstAdmin, PASSWORD, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let ada: Person
let home: string
let path: string
beforeAll(async () => {
  const admin = await firstAdmin(forge)
  ada = admin
})
beforeEach(async () => {
  const { body } = await ada.call('post', '/organisations').send({ name: 'Home', slug: `home-${crypto.randomUUID()}` })
  home = body.id
  path = `/organisations/${home}/members`
})

const anAddress = (): string => `${crypto.randomUUID()}@example.com`
const add = (body: object, by = ada) => by.call('post', path).send(body)
const members = async (by = ada): Promise<Member[]> => (await by.call('get', path).expect(200)).body.members
const remove = (userId: string) =>
  forge.ctx.db('memberships').where({ user_id: userId, organisation_id: home }).update({ removed_at: new Date() })
const accounts = (email: string) => forge.ctx.db('users').whereRaw('lower(email) = lower(?)', [email])
const signIn = (email: string, password: string) =>
  request(forge.app).post('/api/v1/sessions').send({ email, password })

describe('adding a member', () => {
  it('makes their account under the name that was sent, or their address', async () => {
    const [named, nameless] = [anAddress(), anAddress()]
    const one = await add({ email: named, name: '  Zoë 🜂 <b>  ', password: PASSWORD }).expect(201)
    expect(one.body).toMatchObject({ email: named, name: 'Zoë 🜂 <b>', role: 'member' })
    const two = await add({ email: nameless, password: PASSWORD }).expect(201)
    expect(two.body.name).toBe(nameless)
    expect(await members()).toEqual(expect.arrayContaining([one.body, two.body]))
  })

  it('leaves the name and the password of an account that is there alone', async () => {
    const email = anAddress()
    await add({ email, name: 'Hedy', password: PASSWORD }).expect(201)
    const other = await ada.call('post', '/organisations').send({ name: 'Other', slug: `other-${home}` })
    const again = { email: email.toUpperCase(), name: 'Taken over', password: 'another password' }
    const { body } = await ada.call('post', `/organisations/${other.body.id}/members`).send(again).expect(201)
    expect(body).toMatchObject({ email, name: 'Hedy' })
    expect((await signIn(email, 'another password')).status).toBe(401)
    expect((await signIn(email, PASSWORD)).status).toBe(201)
    expect(await accounts(email)).toHaveLength(1)
  })

  it('happens once where two ask at the same time: the other hears that they belong already', async () => {
    const fresh = { email: anAddress(), password: PASSWORD }
    const known = { email: anAddress(), password: PASSWORD }
    const elsewhere = await ada.call('post', '/organisations').send({ name: 'Known', slug: `known-${home}` })
    await ada.call('post', `/organisations/${elsewhere.body.id}/members`).send(known).expect(201)
    for (const person of [fresh, known]) {
      const answers = await Promise.all([add(person), add(person), add(person)])
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409])
      const refused = answers.filter(({ status }) => status === 409)
      expect(refused.map(({ body }) => body.error.code)).toEqual(['member.exists', 'member.exists'])
      expect(await accounts(person.email)).toHaveLength(1)
      expect((await members()).filter(({ email }) => email === person.email)).toHaveLength(1)
    }
  })

  it('to two organisations at the same time makes one account that belongs to both', async () => {
    const person = { email: anAddress(), password: PASSWORD }
    const { body } = await ada.call('post', '/organisations').send({ name: 'Twin', slug: `twin-${home}` })
    const answers = await Promise.all([
      add(person),
      ada.call('post', `/organisations/${body.id}/members`).send({ ...person, email: person.email.toUpperCase() }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    expect(answers[0].body.user_id).toBe(answers[1].body.user_id)
  })

  it.each([
    ['no address', { email: 'nobody', password: PASSWORD }],
    ['an address beyond 254 characters', { email: `${'a'.repeat(243)}@example.com`, password: PASSWORD }],
    ['a password of 11 characters', { email: 'short@example.com', password: 'elevenchars' }],
    ['a password beyond 1,000 characters', { email: 'long@example.com', password: 'p'.repeat(1_001) }],
    ['a name of spaces', { email: 'space@example.com', password: PASSWORD, name: '   ' }],
    ['a name beyond 200 characters', { email: 'name@example.com', password: PASSWORD, name: 'n'.repeat(201) }],
    ['a role that is none', { email: 'role@example.com', password: PASSWORD, role: 'root' }],
  ])('with %s is refused, and makes neither account nor member', async (_what, body) => {
    const refused = await add(body)
    expect([refused.status, refused.body.error.code]).toEqual([400, 'request.invalid'])
    expect(await accounts(body.email)).toEqual([])
    expect(await members()).toHaveLength(1)
  })

  it('takes the longest name and the shortest password there may be', async () => {
    const { body } = await add({ email: anAddress(), name: 'n'.repeat(200), password: 'p'.repeat(12) }).expect(201)
    expect(body.name).toHaveLength(200)
  })

  it('that is refused for want of a right makes no account, and says who can give the right', async () => {
    const [member, admin] = [
      await addPerson(forge, ada, home, { email: anAddress() }),
      await addPerson(forge, ada, home, { email: anAddress(), role: 'admin' }),
    ]
    const email = anAddress()
    const byMember = await add({ email, password: PASSWORD }, member)
    expect(byMember.body.error).toMatchObject({
      code: 'auth.forbidden',
      message:
        'Only an owner or admin of Home may invite, change and remove members, and you are a member there. Ask one of them.',
      details: { needs: ['owner', 'admin'], has: ['member'] },
    })
    const byAdmin = await add({ email, password: PASSWORD, role: 'owner' }, admin)
    expect(byAdmin.body.error.message).toBe(
      'Only an owner of Home may make or change owners, and you are an admin there. Ask one of them.',
    )
    expect(await accounts(email)).toEqual([])
    expect(await members()).toHaveLength(3)
  })

  it('is in the audit trail with the role and without the password', async () => {
    const { body } = await add({ email: anAddress(), password: 'a password to find', role: 'admin' }).expect(201)
    const trail = await forge.ctx.db('audit_entries').where({ target: body.user_id })
    expect(trail).toMatchObject([
      { action: 'member.added', actor_id: ada.id, organisation_id: home, details: { role: 'admin' } },
    ])
    expect(JSON.stringify(trail)).not.toContain('a password to find')
  })
})

describe('the account of a stranger', () => {
  const asOwner = async (who: Person, name: string): Promise<string> =>
    (
      await who
        .call('post', '/organisations')
        .send({ name, slug: `${name}-${crypto.randomUUID()}` })
        .expect(201)
    ).body.id

  it('is taken in by nobody who does not know it: a password chosen in advance opens nothing of others', async () => {
    const mallory = await addPerson(forge, ada, home, { email: anAddress() })
    const trap = await asOwner(mallory, 'trap')
    const victim = { email: anAddress(), password: 'chosen in advance' }
    await mallory.call('post', `/organisations/${trap}/members`).send(victim).expect(201)
    for (const body of [{ email: victim.email.toUpperCase() }, victim]) {
      const refused = await add(body).expect(409)
      expect(refused.body.error).toMatchObject({
        code: 'member.needs_invitation',
        message: `${victim.email} has an account. Invite them: they join by a link after signing in.`,
      })
    }
    expect((await members()).map(({ email }) => email)).not.toContain(victim.email)
    const { body } = await signIn(victim.email, victim.password).expect(201)
    const taken = await request(forge.app).get(`/api/v1${path}`).set('Authorization', `Bearer ${body.token}`)
    expect(taken.body.error.code).toBe('organisation.not_found')
  })

  it('tells an organisation that could not take it in nothing of where its person signs in', async () => {
    const [mallory, email] = [await addPerson(forge, ada, home, { email: anAddress() }), anAddress()]
    await add({ email, password: PASSWORD }).expect(201)
    const nosy = await asOwner(mallory, 'nosy')
    const tried = await mallory.call('post', `/organisations/${nosy}/members`).send({ email }).expect(409)
    expect(tried.body.error.code).toBe('member.needs_invitation')
    expect((await signIn(email, PASSWORD)).status).toBe(201)
    expect((await signIn(email, 'a wrong password')).status).toBe(401)
    const { body } = await mallory.call('get', `/organisations/${nosy}/audit`).expect(200)
    expect(body.entries.map(({ action }: { action: string }) => action)).toEqual(['organisation.created'])
  })

  it('is known where its person belongs to an organisation that one leads, not where one is a mere member', async () => {
    const [bob, email] = [await addPerson(forge, ada, home, { email: anAddress() }), anAddress()]
    await add({ email, password: PASSWORD }).expect(201)
    const own = await asOwner(bob, 'own')
    const take = () => bob.call('post', `/organisations/${own}/members`).send({ email })
    expect((await take()).body.error.code).toBe('member.needs_invitation')
    await ada.call('patch', `${path}/${bob.id}`).send({ role: 'admin' }).expect(200)
    await take().expect(201)
    expect(await members()).toHaveLength(3)
    await remove(bob.id)
  })

  it('that left an organisation one leads is a stranger elsewhere again', async () => {
    const [bob, other] = [await addPerson(forge, ada, home, { email: anAddress() }), await asOwner(ada, 'other')]
    await remove(bob.id)
    const refused = await ada.call('post', `/organisations/${other}/members`).send({ email: bob.email })
    expect([refused.status, refused.body.error.code]).toEqual([409, 'member.needs_invitation'])
  })
})

describe('a member who was removed', () => {
  it('sees the organisation nowhere, and may not add themselves again', async () => {
    const bob = await addPerson(forge, ada, home, { email: anAddress(), role: 'owner' })
    await remove(bob.id)
    expect((await members()).map(({ user_id }) => user_id)).toEqual([ada.id])
    expect((await bob.call('get', '/organisations').expect(200)).body.organisations).toEqual([])
    const again = await add({ email: bob.email, role: 'owner' }, bob)
    expect([again.status, again.body.error.code]).toEqual([404, 'organisation.not_found'])
    const made = await bob.call('post', `/organisations/${home}/projects`).send({ name: 'Mine' })
    expect([made.status, made.body.error.code]).toEqual([404, 'organisation.not_found'])
  })

  it('comes back with the role they are given now, without a password, and since when they first belonged', async () => {
    const bob = await addPerson(forge, ada, home, { email: anAddress(), role: 'owner' })
    const [before] = (await members()).filter(({ user_id }) => user_id === bob.id)
    await remove(bob.id)
    const { body } = await add({ email: bob.email }).expect(201)
    expect(body).toEqual({ ...before, role: 'member' })
    expect((await members(bob)).find(({ user_id }) => user_id === bob.id)).toEqual(body)
    const owned = await add({ email: anAddress(), password: PASSWORD }, bob)
    expect(owned.body.error.code).toBe('auth.forbidden')
  })
})

it('members are listed by name, whatever the order they came in', async () => {
  for (const name of ['Wu', 'Bea', 'Mel']) await add({ email: anAddress(), name, password: PASSWORD }).expect(201)
  expect((await members()).map(({ name }) => name)).toEqual(['Ada', 'Bea', 'Mel', 'Wu'])
})
