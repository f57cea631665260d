import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newPromptSet } from '../../test/support/content.js'
import { addPerson, codeOf, firstAdmin, newProject, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let ada: Person
let bob: Person
let carol: Person
let home: string
const organisationIds: string[] = []
beforeAll(async () => {
  const admin = await firstAdmin(forge)
  ada = admin
  bob = await addPerson(forge, ada, admin.organisation.id, { email: 'bob@example.com' })
  carol = await addPerson(forge, ada, admin.organisation.id, { email: 'carol@example.com' })
})
beforeEach(async () => {
  const { body } = await ada.call('post', '/organisations').send({ name: 'Home', slug: `home-${randomUUID()}` })
  home = body.id
  organisationIds.push(home)
  for (const [person, role] of [
    [bob, 'admin'],
    [carol, 'member'],
  ] as const)
    await ada.call('post', `/organisations/${home}/members`).send({ email: person.email, role }).expect(201)
})

const change = (by: Person, whom: Person, body: object) =>
  by.call('patch', `/organisations/${home}/members/${whom.id}`).send(body)
const remove = (by: Person, whom: Person) => by.call('delete', `/organisations/${home}/members/${whom.id}`)
const roles = async (): Promise<Record<string, string[]>> => {
  const { body } = await ada.call('get', `/organisations/${home}/members`).expect(200)
  return Object.fromEntries(
    body.members.map((member: { email: string; role: string; roles: string[] }) => [
      member.email.split('@')[0],
      [member.role, ...member.roles],
    ]),
  )
}
const actions = async () => {
  const entries = await forge.ctx.db('audit_entries').where({ organisation_id: home }).orderBy('number')
  return entries.map(({ action, details }) => ({ action, details }))
}

describe('a member', () => {
  it('is changed by admins, and the trail says what they were and are', async () => {
    const { body } = await change(bob, carol, { roles: ['reviewer'] }).expect(200)
    expect(body).toMatchObject({ role: 'member', roles: ['viewer', 'reviewer'] })
    expect(await codeOf(change(bob, carol, { role: 'admin' }))).toBe(200)
    expect((await roles())['carol']).toEqual(['admin', 'viewer', 'reviewer'])
    const all = ['viewer', 'editor', 'reviewer', 'publisher']
    expect((await actions()).at(-2)).toEqual({
      action: 'member.changed',
      details: {
        role: 'member',
        roles: ['viewer', 'reviewer'],
        before: { role: 'member', roles: all },
      },
    })
    expect(await codeOf(change(bob, carol, { roles: ['king'] }))).toBe('request.invalid')
    expect(await codeOf(change(bob, ada, { role: 'member' }))).toBe('auth.forbidden')
  })

  it('changes nobody, not even themselves, but may leave', async () => {
    expect(await codeOf(change(carol, bob, { role: 'member' }))).toBe('auth.forbidden')
    expect(await codeOf(change(carol, carol, { role: 'admin' }))).toBe('auth.forbidden')
    expect(await codeOf(remove(carol, bob))).toBe('auth.forbidden')
    expect(await codeOf(remove(carol, carol))).toBe(204)
    expect(Object.keys(await roles())).toEqual(expect.not.arrayContaining(['carol']))
    expect((await carol.call('get', `/organisations/${home}`)).status).toBe(404)
    expect((await actions()).at(-1)?.action).toBe('member.left')
    expect(await codeOf(remove(ada, carol))).toBe('member.not_found')
  })

  it('becomes an owner by an owner alone, and an admin raises nobody above themselves', async () => {
    expect(await codeOf(change(bob, carol, { role: 'owner' }))).toBe('auth.forbidden')
    expect(await codeOf(change(bob, bob, { role: 'owner' }))).toBe('auth.forbidden')
    expect(await codeOf(remove(bob, ada))).toBe('auth.forbidden')
    expect(await codeOf(change(ada, bob, { role: 'owner' }))).toBe(200)
    expect(await codeOf(change(bob, ada, { role: 'admin' }))).toBe(200)
    expect((await roles())['ada']?.[0]).toBe('admin')
  })
})

describe('the last owner', () => {
  it('can neither leave nor step down, nor do two owners at once', async () => {
    expect(await codeOf(remove(ada, ada))).toBe('member.last_owner')
    const { body } = await change(ada, ada, { role: 'member' }).expect(409)
    expect(body.error.message).toBe('Ada is the last owner of Home. Make somebody else an owner first.')
    expect(await codeOf(change(ada, ada, { roles: ['viewer'] }))).toBe(200)
    await change(ada, bob, { role: 'owner' }).expect(200)
    const both = await Promise.all([codeOf(remove(ada, ada)), codeOf(remove(bob, bob))])
    expect(new Set(both)).toEqual(new Set([204, 'member.last_owner']))
    const left = await forge.ctx.db('memberships').where({ organisation_id: home, role: 'owner', removed_at: null })
    expect(left).toHaveLength(1)
  })
})

describe('what somebody is in one project', () => {
  const assign = (by: Person, projectId: string, whom: Person, given: string[] | null) =>
    by.call('put', `/projects/${projectId}/members/${whom.id}/roles`).send({ roles: given })

  it('takes the place of what the organisation says, in that project alone, until it is taken back', async () => {
    const [one, other] = [await newProject(ada, home, 'One'), await newProject(ada, home, 'Other')]
    const write = (projectId: string) => carol.call('post', `/projects/${projectId}/prompt-sets`).send({ name: 'Mine' })
    const { body } = await assign(ada, one.id, carol, ['publisher', 'publisher']).expect(200)
    expect(body).toMatchObject({ roles: ['viewer', 'publisher'], inherited: false })
    expect(await codeOf(write(one.id))).toBe('auth.forbidden')
    expect(await codeOf(write(other.id))).toBe(201)
    const own = await carol.call('get', `/projects/${one.id}`).expect(200)
    expect(own.body.rights).toEqual(['project.read', 'review.comment', 'publication.publish'])
    const listed = await carol.call('get', `/projects/${one.id}/members`).expect(200)
    expect(listed.body.members.find(({ user_id }: { user_id: string }) => user_id === carol.id)).toEqual(body)
    expect((await assign(ada, one.id, carol, null).expect(200)).body).toMatchObject({ inherited: true })
    expect(await codeOf(write(one.id))).toBe(201)
    expect((await actions()).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['member.project_roles_changed']),
    )
  })

  it('is given by who is admin there, and never to those who have every role anyway', async () => {
    const { id } = await newProject(ada, home, 'Given')
    expect(await codeOf(assign(carol, id, bob, ['viewer']))).toBe('auth.forbidden')
    expect(await codeOf(assign(ada, id, bob, ['viewer']))).toBe('member.has_all_roles')
    await assign(ada, id, carol, ['admin']).expect(200)
    const dave = await addPerson(forge, ada, home, { email: `${randomUUID()}@example.com` })
    expect(await codeOf(assign(carol, id, dave, ['viewer']))).toBe(200)
    expect(await codeOf(dave.call('patch', `/projects/${id}`).send({ description: 'x' }))).toBe('auth.forbidden')
    expect(await codeOf(carol.call('patch', `/projects/${id}`).send({ description: 'x' }))).toBe(200)
  })

  it('is forgotten when they leave, so that they come back as what they are made then', async () => {
    const { id } = await newProject(ada, home, 'Forgets')
    await assign(ada, id, carol, ['admin']).expect(200)
    await remove(ada, carol).expect(204)
    await ada.call('post', `/organisations/${home}/members`).send({ email: carol.email, roles: [] }).expect(201)
    const { body } = await carol.call('get', `/projects/${id}`).expect(200)
    expect([body.roles, body.rights]).toEqual([['viewer'], ['project.read']])
  })

  it('that gave the right to review keeps others from approving their own for a week after it is taken', async () => {
    const { id } = await newProject(ada, home, 'Sole')
    for (const person of [bob, carol]) await change(ada, person, { role: 'member', roles: [] }).expect(200)
    const set = await ada.call('post', `/projects/${id}/prompt-sets`).send({ name: 'Sole' }).expect(201)
    const path = `/projects/${id}/prompt-sets/${set.body.id}`
    const prompt = { kind: 'text', template: 'Hello' }
    await ada.call('put', `${path}/prompts/sole.text`).set('If-None-Match', '*').send(prompt).expect(201)
    await ada.call('put', `${path}/status`).send({ status: 'REVIEW' }).expect(200)
    const { content_digest } = (await ada.call('get', `${path}/draft`).expect(200)).body
    const approve = () => codeOf(ada.call('post', `${path}/approvals`).send({ content_digest }))
    expect(await approve()).toBe('approval.own_work')
    await forge.ctx
      .db('former_reviewers')
      .where({ organisation_id: home })
      .update({ until: new Date(0) })
    expect(await approve()).toBe(201)
  })

  it('that the organisation gave keeps them from it in a project too that is made since', async () => {
    for (const person of [bob, carol]) await change(ada, person, { role: 'member', roles: ['editor'] }).expect(200)
    const { id } = await newProject(ada, home, 'Made since')
    const set = await newPromptSet(ada, id, 'Since')
    await set.write('since.text', 'Hello')
    await set.move({ status: 'REVIEW' }).expect(200)
    const { content_digest } = await set.draft()
    const approve = () => codeOf(set.call('post', '/approvals').send({ content_digest }))
    expect(await approve()).toBe('approval.own_work')
    await forge.ctx
      .db('former_reviewers')
      .where({ organisation_id: home })
      .update({ until: new Date(0) })
    expect(await approve()).toBe(201)
  })
})
