import type { Quota, QuotaKind } from '@anvil/shared/api'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newPromptSet, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson, firstAdmin, newProject, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { changeQuotas, type QuotaChange } from './quota-service.js'

const OPERATOR = { kind: 'system', id: 'operator:ada' } as const

let now = new Date('2026-03-01T12:00:00Z')
const forge = testForge({ now: () => now })
let ada: Person
let home: string
beforeAll(async () => {
  ada = await firstAdmin(forge)
})
beforeEach(async () => {
  now = new Date('2026-03-01T12:00:00Z')
  const { body } = await ada.call('post', '/organisations').send({ name: 'Home' }).expect(201)
  home = body.id
})

const allow = (change: QuotaChange, organisation = home) => changeQuotas(forge.ctx, OPERATOR, organisation, change)
const quotas = async (by = ada): Promise<Quota[]> =>
  (await by.call('get', `/organisations/${home}/quotas`).expect(200)).body.quotas
const used = async (of: QuotaKind) => (await quotas()).find(({ kind }) => kind === of)?.used
const makeProject = (name: string) => ada.call('post', `/organisations/${home}/projects`).send({ name })
const issueToken = (projectId: string, more: object = {}) =>
  ada.call('post', `/projects/${projectId}/access-tokens`).send({ name: 'Shop', environment: 'production', ...more })

async function newSet(): Promise<{ projectId: string; set: PromptSetDesk }> {
  const { id: projectId } = await newProject(ada, home)
  return { projectId, set: await newPromptSet(ada, projectId, 'Onboarding') }
}

const reached = (kind: QuotaKind, most: number, wanted: number) => ({
  error: { code: 'quota.reached', details: { kind, most, wanted } },
})

describe('what an organisation may have', () => {
  it('is generous where nobody said otherwise, and is shown with what it has to each of its people', async () => {
    const { projectId, set } = await newSet()
    await set.write('welcome', 'Hello')
    await issueToken(projectId).expect(201)
    const grace = await addPerson(forge, ada, home, { email: `${crypto.randomUUID()}@example.com` })
    expect(await quotas(grace)).toEqual([
      { kind: 'projects', used: 1, most: 1_000 },
      { kind: 'prompts', used: 1, most: 100_000 },
      { kind: 'access_tokens', used: 1, most: 5_000 },
      { kind: 'instances', used: 0, most: 50_000 },
    ])
  })

  it('is hidden from who does not belong to it', async () => {
    const other = await ada.call('post', '/organisations').send({ name: 'Other' }).expect(201)
    const stranger = await addPerson(forge, ada, other.body.id, { email: `${crypto.randomUUID()}@example.com` })
    const { body } = await stranger.call('get', `/organisations/${home}/quotas`).expect(404)
    expect(body.error.code).toBe('organisation.not_found')
  })

  it('is changed by the operator alone, kind by kind, and the trail tells what it was', async () => {
    expect(await allow({ projects: 7, prompts: 1_000 })).toMatchObject([{ most: 7 }, { most: 1_000 }, {}, {}])
    await allow({ projects: 8, prompts: 1_000 })
    expect((await quotas()).map(({ most }) => most)).toEqual([8, 1_000, 5_000, 50_000])
    const { body } = await ada.call('get', `/organisations/${home}/audit?action=quota.changed`).expect(200)
    expect(body.entries).toMatchObject([
      { actor: { id: 'operator:ada' }, means: 'cli', details: { projects: 8, before: { projects: 7 } } },
      { details: { projects: 7, prompts: 1_000, before: { projects: 1_000, prompts: 100_000 } } },
    ])
    await allow({ projects: 8 })
    const again = await ada.call('get', `/organisations/${home}/audit?action=quota.changed`).expect(200)
    expect(again.body.entries).toHaveLength(2)
  })
})

describe('projects', () => {
  it('are refused beyond the quota with what to do, and nothing is made', async () => {
    await allow({ projects: 1 })
    await makeProject('One').expect(201)
    const { body } = await makeProject('Two').expect(409)
    expect(body).toMatchObject(reached('projects', 1, 2))
    expect(body.error.message).toBe(
      'This organisation may have 1 project, and this would make it 2. Use one that is there, or ask who runs this ' +
        'FORGE for more ("anvil-forge quota set").',
    )
    expect(await used('projects')).toBe(1)
    await allow({ projects: 2 })
    await makeProject('Two').expect(201)
  })

  it('come to no more than the quota where many are made at the same moment', async () => {
    await allow({ projects: 3 })
    const answers = await Promise.all(Array.from({ length: 9 }, (_, at) => makeProject(`Project ${at}`)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      201, 201, 201, 409, 409, 409, 409, 409, 409,
    ])
    expect(await used('projects')).toBe(3)
  })

  it('of one organisation take nothing from another', async () => {
    await allow({ projects: 0 })
    await makeProject('One').expect(409)
    const { body } = await ada.call('post', '/organisations').send({ name: 'Elsewhere' }).expect(201)
    await ada.call('post', `/organisations/${body.id}/projects`).send({ name: 'One' }).expect(201)
  })
})

describe('prompts', () => {
  it('are counted over all projects; a deleted one makes room', async () => {
    const [one, two] = [await newSet(), await newSet()]
    await allow({ prompts: 2 })
    await one.set.write('a', 'A')
    await two.set.write('b', 'B')
    const put = two.set.call('put', '/prompts/c').set('If-None-Match', '*').send({ kind: 'text', template: 'C' })
    expect((await put).body).toMatchObject(reached('prompts', 2, 3))
    expect(Object.keys((await two.set.draft()).snapshot)).toEqual(['b'])
    const { etag } = (await one.set.call('get', '/prompts/a')).headers
    await one.set.call('delete', '/prompts/a').set('If-Match', String(etag)).expect(204)
    await two.set.write('c', 'C')
    expect(await used('prompts')).toBe(2)
  })

  it('that are there can be changed where a quota was lowered below them', async () => {
    const { set } = await newSet()
    await set.write('a', 'A')
    await set.write('b', 'B')
    await allow({ prompts: 1 })
    await set.write('a', 'Another A')
    expect((await set.draft()).snapshot).toMatchObject({ a: { template: 'Another A' }, b: { template: 'B' } })
    await expect(set.write('c', 'C')).rejects.toThrow('quota.reached')
  })

  it('of an import that would be too many are not taken at all', async () => {
    const { set } = await newSet()
    await set.write('kept', 'Kept')
    await allow({ prompts: 10 })
    const rows = Array.from({ length: 10 }, (_, at) => `Row ${at},Hello ${at}`)
    const content = ['act,prompt', ...rows].join('\n')
    const send = () => set.call('post', '/imports').send({ format: 'csv', content, prefix: 'rows' })
    const { body } = await send().expect(409)
    expect(body).toMatchObject(reached('prompts', 10, 11))
    expect(await used('prompts')).toBe(1)
    await allow({ prompts: 11 })
    await send().expect(200)
    expect(await used('prompts')).toBe(11)
  })

  it('come to no more than the quota where many prompt sets are written at once', async () => {
    const { projectId } = await newSet()
    const sets = await Promise.all(['A', 'B', 'C', 'D'].map((name) => newPromptSet(ada, projectId, name)))
    await allow({ prompts: 3 })
    const put = (set: PromptSetDesk, id: string) =>
      set.call('put', `/prompts/${id}`).set('If-None-Match', '*').send({ kind: 'text', template: 'Hi' })
    const answers = await Promise.all(sets.flatMap((set) => ['x', 'y'].map((id) => put(set, `${set.id}.${id}`))))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3)
    expect(answers.filter(({ body }) => body.error?.code === 'quota.reached')).toHaveLength(5)
    expect(await used('prompts')).toBe(3)
  })
})

describe('access tokens', () => {
  it('count while they are in force: neither those that were revoked nor those that have expired', async () => {
    const { projectId } = await newSet()
    await allow({ access_tokens: 1 })
    const { body } = await issueToken(projectId).expect(201)
    expect((await issueToken(projectId).expect(409)).body).toMatchObject(reached('access_tokens', 1, 2))
    await ada.call('post', `/projects/${projectId}/access-tokens/${body.access_token.id}/revoke`).expect(200)
    await issueToken(projectId, { expires_at: '2026-03-01T12:10:00Z' }).expect(201)
    await issueToken(projectId).expect(409)
    now = new Date('2026-03-01T12:10:01Z')
    await issueToken(projectId).expect(201)
  })

  it('can be rotated where there is no room for one more', async () => {
    const { projectId } = await newSet()
    await allow({ access_tokens: 1 })
    const { body } = await issueToken(projectId).expect(201)
    await ada.call('post', `/projects/${projectId}/access-tokens/${body.access_token.id}/rotate`).send({}).expect(201)
    expect(await used('access_tokens')).toBe(1)
    await issueToken(projectId).expect(409)
  })
})
