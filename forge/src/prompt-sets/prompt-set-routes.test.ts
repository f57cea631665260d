import { randomUUID } from 'node:crypto'
import { LIMITS } from '@anvil/shared'
import request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice } from '../../test/support/content.js'
import { addPerson, newProject, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { pastGuards } from '../../test/support/past-guards.js'

const forge = testForge()
let office: Office
let sets: string
beforeAll(async () => {
  office = await openOffice(forge)
  sets = `/projects/${office.projectId}/prompt-sets`
})

async function stranger(): Promise<Person> {
  const { body } = await office.author.call('post', '/organisations').send({ name: 'Elsewhere' }).expect(201)
  const outsider = await addPerson(forge, office.author, body.id, { email: `${randomUUID()}@example.com` })
  return outsider
}

describe('a prompt set', () => {
  it('is born LIVE and empty, with a slug of its name', async () => {
    const { body, headers } = await office.author.call('post', sets).send({ name: ' Onboarding Ü ' }).expect(201)
    expect(body).toMatchObject({
      name: 'Onboarding Ü',
      slug: 'onboarding-u',
      description: '',
      status: 'LIVE',
      revision: 1,
      locked_version: null,
      prompt_count: 0,
      archived_at: null,
    })
    expect(headers['etag']).toBe('"1"')
    expect((await office.author.call('get', `${sets}/${body.id}`).expect(200)).body).toEqual(body)
  })

  it('has a slug of its own: the one that is chosen, or the next free one of its name', async () => {
    const make = (body: object) => office.author.call('post', sets).send(body)
    await make({ name: 'Billing' }).expect(201)
    const refused = await make({ name: 'billing!', slug: 'billing' }).expect(409)
    expect(refused.body.error.code).toBe('prompt_set.slug_taken')
    await make({ name: 'billing!', slug: 'billing-2' }).expect(201)
    expect((await make({ name: 'billing!' }).expect(201)).body).toMatchObject({ name: 'billing!', slug: 'billing-3' })
    const trail = forge.ctx.db('audit_entries').where({ action: 'prompt_set.created' })
    expect((await trail.orderBy('created_at', 'desc').first('details'))?.details).toEqual({
      name: 'billing!',
      slug: 'billing-3',
    })
  })

  it('is renamed and described, but keeps its slug', async () => {
    const set = await office.newSet('Old name')
    const { body } = await set.call('patch').send({ name: 'New name', description: 'What for' }).expect(200)
    expect(body).toMatchObject({ name: 'New name', description: 'What for', slug: 'old-name' })
    expect((await set.call('patch').send({ slug: 'new-name' })).status).toBe(400)
  })

  it('that is archived is out of the list and takes no change until it is brought back', async () => {
    const set = await office.newSet('Attic')
    await set.write('attic.a', 'a')
    await set.call('patch').send({ archived: true }).expect(200)
    const listed = async (query = '') =>
      (await office.author.call('get', `${sets}${query}`)).body.prompt_sets.map(({ id }: { id: string }) => id)
    expect(await listed()).not.toContain(set.id)
    expect(await listed('?archived=true')).toContain(set.id)
    const edit = await set.call('post', '/prompts').send({ id: 'attic.b', kind: 'text', template: 'b' }).expect(409)
    expect(edit.body.error.code).toBe('prompt_set.archived')
    expect((await set.move({ status: 'REVIEW' })).body.error.code).toBe('prompt_set.archived')
    await set.call('patch').send({ archived: false }).expect(200)
    await set.write('attic.b', 'b')
  })

  it('can be deleted with its draft while it has no versions', async () => {
    const set = await office.newSet('Short lived')
    await set.write('short.a', 'a')
    await set.move({ status: 'REVIEW' }).expect(200)
    await set.as(office.reviewer).approve()
    await set.call('delete').expect(204)
    expect((await set.call('get')).body.error.code).toBe('prompt_set.not_found')
    const next = await office.newSet('Heir')
    await next.write('short.a', 'free again')
  })

  it('that has versions is kept, and one that was published says so', async () => {
    const set = await office.newSet('Lasting')
    await set.write('lasting.a', 'a')
    const { id: versionId, sha256 } = await lock(set, office.reviewer)
    expect((await set.call('delete').expect(409)).body.error.code).toBe('prompt_set.has_versions')
    const publication = await forge.ctx.db('publications').where({ project_id: office.projectId }).first('*')
    await pastGuards(forge.ctx.db, 'publication_versions', async () =>
      forge.ctx.db('publication_versions').insert({
        publication_id: publication.id,
        project_id: office.projectId,
        environment_id: publication.environment_id,
        version_id: versionId,
        sha256,
      }),
    )
    expect((await set.call('delete').expect(409)).body.error.code).toBe('prompt_set.was_published')
    expect((await set.call('get', '/versions').expect(200)).body.versions).toHaveLength(1)
  })
})

describe('prompt sets', () => {
  it('do not exist for people of another organisation, on any address', async () => {
    const set = await office.newSet('Private')
    await set.write('private.a', 'secret')
    const theirs = set.as(await stranger())
    const calls = [
      theirs.call('get'),
      theirs.call('patch').send({ name: 'x' }),
      theirs.call('delete'),
      theirs.move({ status: 'REVIEW' }),
      theirs.call('get', '/draft'),
      theirs.call('get', '/prompts'),
      theirs.call('put', '/prompts').send({ prompts: { 'a.b': { kind: 'text', template: 'x' } } }),
      theirs.call('get', '/prompts/private.a'),
      theirs.call('put', '/prompts/private.a').send({ kind: 'text', template: 'x' }),
      theirs.call('delete', '/prompts/private.a'),
      theirs.call('get', '/approvals'),
      theirs.call('post', '/approvals').send({ content_digest: '0'.repeat(64) }),
      theirs.call('delete', '/approvals/mine'),
      theirs.call('post', '/includes').send({}),
      theirs.call('get', '/versions'),
      theirs.call('get', '/versions/1.0.0'),
      theirs.call('get', '/versions/1.0.0/bundle'),
      theirs.call('get', '/diff?from=1.0.0'),
      theirs.by.call('get', sets),
      theirs.by.call('post', sets).send({ name: 'x' }),
    ]
    for (const response of await Promise.all(calls)) {
      expect([response.status, response.body.error.code]).toEqual([404, 'project.not_found'])
      expect(JSON.stringify(response.body)).not.toContain('secret')
    }
  })

  it('are not reached through another project of the same people', async () => {
    const set = await office.newSet('Elsewhere')
    const other = await newProject(office.author, office.organisationId, 'Other project')
    const response = await office.author.call('get', `/projects/${other.id}/prompt-sets/${set.id}/draft`).expect(404)
    expect(response.body.error.code).toBe('prompt_set.not_found')
  })

  it('need a signed-in person', async () => {
    const response = await request(forge.app).get(`/api/v1${sets}`).expect(401)
    expect(response.body.error.code).toBe('auth.required')
  })

  it('are counted: a project holds so many and no more', async () => {
    const { id: projectId } = await newProject(office.author, office.organisationId, 'Full')
    const at = forge.ctx.now()
    const rows = Array.from({ length: LIMITS.promptSetsPerProject - 1 }, (_, index) => {
      const name = `set-${index}`
      return {
        id: randomUUID(),
        project_id: projectId,
        name,
        slug: name,
        status: 'LIVE',
        created_at: at,
        updated_at: at,
      }
    })
    await forge.ctx.db('prompt_sets').insert(rows)
    const add = (name: string) => office.author.call('post', `/projects/${projectId}/prompt-sets`).send({ name })
    const answers = await Promise.all([add('Last'), add('Too many')])
    expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([201, 409])
    expect(answers.find(({ status }) => status === 409)?.body.error.code).toBe('project.limit_reached')
  })
})
