import { randomUUID } from 'node:crypto'
import type { Environment, Project } from '@anvil/shared/api'
import { beforeAll, describe, expect, it } from 'vitest'
import { addPerson, environmentOf, firstAdmin, newProject, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'

let now = new Date('2026-06-01T12:00:00Z')
const forge = testForge({ now: () => now })
let ada: Person
let bob: Person
let home: string
let projects: string
beforeAll(async () => {
  const admin = await firstAdmin(forge)
  ada = admin
  home = admin.organisation.id
  projects = `/organisations/${home}/projects`
  bob = await addPerson(forge, ada, home, { email: 'bob@example.com' })
})

const entries = (projectId: string) => forge.ctx.db('audit_entries').where({ project_id: projectId }).orderBy('number')
const problemsOf = ({ body }: { body: { error: { details: { problems: { path: string }[] } } } }) =>
  body.error.details.problems.map((problem) => problem.path)

describe('a project', () => {
  it('is made once under a slug where two ask at the same time, with nothing left of the other', async () => {
    const make = () => ada.call('post', projects).send({ slug: 'same-time', name: 'Same time' })
    const answers = await Promise.all([make(), make()])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    expect(answers.find(({ status }) => status === 409)?.body.error.message).toBe(
      'Another project of this organisation has the slug same-time. Choose another one.',
    )
    const rows = await forge.ctx.db('projects').where({ slug: 'same-time' })
    expect(rows).toHaveLength(1)
    expect(await forge.ctx.db('environments').whereNotIn('project_id', forge.ctx.db('projects').select('id'))).toEqual(
      [],
    )
  })

  it('may have the slug of a project of another organisation', async () => {
    await newProject(ada, home, 'Shared name')
    const { body } = await ada.call('post', '/organisations').send({ name: 'Neighbour' }).expect(201)
    const twin = await newProject(ada, body.id, 'Shared name')
    expect(twin.slug).toBe('shared-name')
    const list = await ada.call('get', `/organisations/${body.id}/projects`).expect(200)
    expect(list.body.projects).toEqual([twin])
  })

  it('is listed by its name with what it answers itself', async () => {
    const { body } = await ada.call('post', '/organisations').send({ name: 'Sorted' }).expect(201)
    const made: Project[] = []
    for (const name of ['gamma', 'alpha', 'beta']) made.push(await newProject(ada, body.id, name))
    const list: Project[] = (await ada.call('get', `/organisations/${body.id}/projects`)).body.projects
    expect(list.map(({ name }) => name)).toEqual(['alpha', 'beta', 'gamma'])
    for (const project of made) {
      expect(list).toContainEqual(project)
      expect((await ada.call('get', `/projects/${project.id}`)).body).toMatchObject(project)
    }
  })

  it('keeps what a change does not name, and says when it was changed', async () => {
    const project = await newProject(ada, home, 'Keeps')
    now = new Date('2026-06-01T13:00:00Z')
    const { body } = await ada.call('patch', `/projects/${project.id}`).send({ description: 'd'.repeat(2_000) })
    expect(body).toEqual({ ...project, description: 'd'.repeat(2_000), updated_at: '2026-06-01T13:00:00.000Z' })
    const next = await ada.call('patch', `/projects/${project.id}`).send({ name: '  Renamed  ', slug: 'moved' })
    expect(next.body).toEqual({ ...body, name: 'Renamed' })
  })

  it.each([
    ['name', { name: '' }],
    ['name', { name: 'n'.repeat(201) }],
    ['description', { description: 'd'.repeat(2_001) }],
    ['required_approvals', { required_approvals: -1 }],
    ['required_approvals', { required_approvals: 21 }],
    ['required_approvals', { required_approvals: 1.5 }],
    ['required_approvals', { required_approvals: '1' }],
    ['show_token_values', { show_token_values: 'false' }],
  ])('takes no wrong %s', async (field, change) => {
    const project = await newProject(ada, home, `Refuses ${randomUUID()}`)
    const refused = await ada.call('patch', `/projects/${project.id}`).send({ description: 'kept out', ...change })
    expect([refused.status, refused.body.error.code, problemsOf(refused)]).toEqual([400, 'request.invalid', [field]])
    expect((await ada.call('get', `/projects/${project.id}`)).body).toMatchObject(project)
    expect((await entries(project.id)).map(({ action }) => action)).toEqual(['project.created'])
  })

  it('loses neither of two changes that are made at the same time', async () => {
    const { id } = await newProject(ada, home, 'Both')
    const change = (body: object) => ada.call('patch', `/projects/${id}`).send(body).expect(200)
    await Promise.all([change({ description: 'one' }), change({ required_approvals: 3 })])
    const { body } = await ada.call('get', `/projects/${id}`)
    expect(body).toMatchObject({ description: 'one', required_approvals: 3 })
    expect((await entries(id)).map(({ action }) => action)).toEqual([
      'project.created',
      'project.changed',
      'project.changed',
    ])
  })

  it('is made by admins: a member leaves nothing behind and is told who may', async () => {
    const refused = await bob.call('post', projects).send({ name: 'Not mine' })
    expect(refused.body.error.message).toBe(
      'Only an owner or admin of Engines may make projects, and you are a member there. Ask one of them.',
    )
    expect(await forge.ctx.db('projects').where({ slug: 'not-mine' })).toEqual([])
  })
})

describe('an environment', () => {
  const make = (projectId: string, body: object, by = ada) =>
    by.call('post', `/projects/${projectId}/environments`).send(body)
  const slugs = async (projectId: string): Promise<string[]> =>
    (await bob.call('get', `/projects/${projectId}/environments`)).body.environments.map((e: Environment) => e.slug)

  it('comes after those that are there, named by its slug unless told otherwise', async () => {
    const { id } = await newProject(ada, home, 'Order')
    now = new Date(now.getTime() + 1_000)
    const late = await make(id, { slug: 'qa', allowed_kinds: ['live', 'locked'] }).expect(201)
    expect(late.body).toMatchObject({ name: 'qa', allowed_kinds: ['live', 'locked'], required_approvals: 0 })
    expect(await slugs(id)).toEqual(['development', 'production', 'staging', 'qa'])
  })

  it('is born with a head of its own, which people of the project see at sequence 0', async () => {
    const { id } = await newProject(ada, home, 'Heads')
    await make(id, { slug: 'qa', allowed_kinds: ['locked'] }).expect(201)
    const { body } = await bob.call('get', `/projects/${id}/environments/qa/head`).expect(200)
    expect(body).toMatchObject({ environment: 'qa', sequence: 0, bundles: [] })
  })

  it('is made once where two ask at the same time', async () => {
    const { id } = await newProject(ada, home, 'Twins')
    const body = { slug: 'qa', allowed_kinds: ['locked'] }
    const answers = await Promise.all([make(id, body), make(id, body)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    const refused = answers.find(({ status }) => status === 409)
    expect(refused?.body.error.message).toBe('This project has an environment qa already.')
    expect(await slugs(id)).toHaveLength(4)
    expect((await entries(id)).filter(({ action }) => action === 'environment.created')).toHaveLength(1)
  })

  it('is changed by admins, for this project only, and on the record', async () => {
    const [one, other] = [await newProject(ada, home, 'One side'), await newProject(ada, home, 'Other side')]
    const path = `/projects/${one.id}/environments/staging`
    const refused = await bob.call('patch', path).send({ required_approvals: 0 })
    expect([refused.status, refused.body.error.details]).toMatchObject([
      403,
      { needs: ['admin'], right: 'project.manage' },
    ])
    const change = { allowed_kinds: ['review', 'review'], required_approvals: 20 }
    const { body } = await ada.call('patch', path).send(change).expect(200)
    expect(body).toMatchObject({ name: 'Staging', allowed_kinds: ['review'], required_approvals: 20 })
    expect(await environmentOf(ada, other.id, 'staging')).toMatchObject({ required_approvals: 0 })
    expect((await entries(one.id)).at(-1)).toMatchObject({
      action: 'environment.changed',
      actor_id: ada.id,
      target: 'staging',
      details: { allowed_kinds: ['review'], required_approvals: 20 },
    })
  })

  it.each([
    ['allowed_kinds', { allowed_kinds: [] }],
    ['allowed_kinds.1', { allowed_kinds: ['locked', 'LIVE'] }],
    ['required_approvals', { required_approvals: 21 }],
    ['name', { name: ' ' }],
  ])('takes no wrong %s', async (field, change) => {
    const { id } = await newProject(ada, home, `Wrong ${randomUUID()}`)
    const before = await environmentOf(ada, id)
    const refused = await ada.call('patch', `/projects/${id}/environments/production`).send(change)
    expect([refused.status, problemsOf(refused)]).toEqual([400, [field]])
    expect(await environmentOf(ada, id)).toEqual(before)
  })

  it('of no such slug is refused as one, and of a text that is none as that', async () => {
    const { id } = await newProject(ada, home, 'Slugs')
    const gone = await ada.call('patch', `/projects/${id}/environments/moon`).send({ name: 'x' })
    expect(gone.body.error.message).toBe('This project has no environment moon. List its environments first.')
    const none = await ada.call('patch', `/projects/${id}/environments/Production`).send({ name: 'x' })
    expect([none.status, none.body.error.code]).toEqual([400, 'request.invalid'])
    expect((await entries(id)).map(({ action }) => action)).toEqual(['project.created'])
  })
})
