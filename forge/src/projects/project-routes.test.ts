import { openManifest } from '@anvil/shared/bundle'
import { openKeysets } from '@anvil/shared/bundle'
import { beforeAll, describe, expect, it } from 'vitest'
import { addPerson, environmentOf, firstAdmin, newProject, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let ada: Person
let bob: Person
let stranger: Person
let home: string
beforeAll(async () => {
  const admin = await firstAdmin(forge)
  ada = admin
  home = admin.organisation.id
  bob = await addPerson(forge, ada, home, { email: 'bob@example.com' })
  const other = await ada.call('post', '/organisations').send({ name: 'Elsewhere' }).expect(201)
  stranger = await addPerson(forge, ada, other.body.id, { email: 'eve@example.com' })
})

describe('projects', () => {
  it('are born with three environments and their rules', async () => {
    const project = await newProject(ada, home, 'Support desk')
    const { body } = await bob.call('get', `/projects/${project.id}/environments`)
    const rules = body.environments.map((e: { slug: string; allowed_kinds: string[] }) => [e.slug, e.allowed_kinds])
    expect(Object.fromEntries(rules)).toEqual({
      production: ['locked'],
      staging: ['locked', 'review'],
      development: ['locked', 'review', 'live'],
    })
  })

  it('have a signed head of sequence 0 in each environment from birth', async () => {
    const project = await newProject(ada, home, 'Newborn')
    const keysets = await forge.ctx.db('keysets').orderBy('number').pluck('envelope')
    const chain = openKeysets(keysets, 'first-use')
    for (const environment of ['production', 'staging', 'development']) {
      const { id } = await environmentOf(ada, project.id, environment)
      const head = await forge.ctx.db('environment_heads').where({ environment_id: id }).first()
      const target = { forge_id: chain.forge_id, project_id: project.id, environment }
      const { manifest } = openManifest(head.envelope, { chain, target })
      expect([manifest.sequence, manifest.bundles]).toEqual([0, []])
    }
  })

  it('have a slug of their own in their organisation', async () => {
    await newProject(ada, home, 'Twice')
    const again = await ada.call('post', `/organisations/${home}/projects`).send({ name: 'twice', slug: 'twice' })
    expect([again.status, again.body.error.code]).toEqual([409, 'project.slug_taken'])
    const next = await ada.call('post', `/organisations/${home}/projects`).send({ name: 'twice' }).expect(201)
    expect(next.body).toMatchObject({ name: 'twice', slug: 'twice-2' })
  })

  it('do not exist for people of other organisations', async () => {
    const project = await newProject(ada, home, 'Hidden')
    const calls = [
      stranger.call('get', `/projects/${project.id}`),
      stranger.call('patch', `/projects/${project.id}`).send({ name: 'Mine' }),
      stranger.call('get', `/projects/${project.id}/environments`),
      stranger.call('post', `/projects/${project.id}/environments`).send({ slug: 'x', allowed_kinds: ['live'] }),
      stranger.call('patch', `/projects/${project.id}/environments/production`).send({ name: 'Mine' }),
    ]
    for (const call of calls) expect((await call).body.error.code).toBe('project.not_found')
    expect((await ada.call('get', `/projects/${project.id}`)).body.name).toBe('Hidden')
  })

  it('are made and changed by admins, and the change is in the audit trail', async () => {
    const project = await newProject(ada, home, 'Settings')
    const refused = await bob.call('patch', `/projects/${project.id}`).send({ required_approvals: 0 })
    expect([refused.status, refused.body.error.code]).toEqual([403, 'auth.forbidden'])
    const changed = await ada.call('patch', `/projects/${project.id}`).send({ required_approvals: 2 })
    expect([changed.body.required_approvals, changed.body.name]).toEqual([2, 'Settings'])
    const trail = await forge.ctx.db('audit_entries').where({ project_id: project.id }).orderBy('number')
    expect(trail.map((entry) => [entry.action, entry.actor_id])).toEqual([
      ['project.created', ada.id],
      ['project.change_refused', bob.id],
      ['project.changed', ada.id],
    ])
  })
})

describe('environments', () => {
  it('of a project’s own have a rule and keep their slug', async () => {
    const { id } = await newProject(ada, home, 'Regions')
    const made = await ada
      .call('post', `/projects/${id}/environments`)
      .send({ slug: 'eu-west', allowed_kinds: ['locked', 'locked'] })
    expect([made.status, made.body.allowed_kinds]).toEqual([201, ['locked']])
    const twice = await ada
      .call('post', `/projects/${id}/environments`)
      .send({ slug: 'eu-west', allowed_kinds: ['live'] })
    expect([twice.status, twice.body.error.code]).toEqual([409, 'environment.slug_taken'])
    const change = { name: 'Europe', required_approvals: 2, slug: 'us' }
    const changed = await ada.call('patch', `/projects/${id}/environments/eu-west`).send(change)
    expect(changed.body).toMatchObject({ slug: 'eu-west', name: 'Europe', required_approvals: 2 })
  })

  it('refuse a rule without kinds and a slug that is none', async () => {
    const { id } = await newProject(ada, home, 'Wrong rules')
    for (const wrong of [
      { slug: 'x', allowed_kinds: [] },
      { slug: 'X Y', allowed_kinds: ['live'] },
    ]) {
      const response = await ada.call('post', `/projects/${id}/environments`).send(wrong)
      expect([response.status, response.body.error.code]).toEqual([400, 'request.invalid'])
    }
    const missing = await ada.call('patch', `/projects/${id}/environments/moon`).send({ name: 'Moon' })
    expect([missing.status, missing.body.error.code]).toEqual([404, 'environment.not_found'])
  })
})
