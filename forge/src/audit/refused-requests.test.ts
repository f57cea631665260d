import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson, codeOf, type Person } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { programOf } from '../../test/support/program.js'
import { publication } from '../../test/support/release.js'

const QUARTER_HOUR = 15 * 60 * 1000
let ahead = 0
const forge = testForge({ now: () => new Date(Date.now() + ahead) })
let office: Office
let viewer: Person
let set: PromptSetDesk
let since: number
beforeAll(async () => {
  office = await openOffice(forge)
  viewer = await addPerson(forge, office.author, office.organisationId, { email: 'vic@example.com' })
  await forge.ctx.db('project_roles').insert({ project_id: office.projectId, user_id: viewer.id, roles: ['viewer'] })
  set = await office.newSet('Refused')
})
beforeEach(async () => {
  ahead += QUARTER_HOUR
  await startHere()
})

async function startHere(): Promise<void> {
  since = (await forge.ctx.db('audit_entries').max('number AS last').first())?.last ?? 0
}
const written = () => forge.ctx.db('audit_entries').where('number', '>', since).orderBy('number')
const inProject = (path: string) => `/projects/${office.projectId}${path}`
const inOrganisation = (path: string) => `/organisations/${office.organisationId}${path}`

/** What somebody may not do, who only looks on: the call, and the target that the trail is to tell. */
const ATTEMPTS: [string, (by: Person) => ReturnType<Person['call']>, () => string][] = [
  [
    'put /projects/:projectId/members/:userId/roles',
    (by) => by.call('put', inProject(`/members/${viewer.id}/roles`)).send({ roles: ['reviewer', 'publisher'] }),
    () => viewer.id,
  ],
  [
    'patch /organisations/:organisationId/members/:userId',
    (by) => by.call('patch', inOrganisation(`/members/${viewer.id}`)).send({ role: 'owner' }),
    () => viewer.id,
  ],
  [
    'post /organisations/:organisationId/invitations',
    (by) => by.call('post', inOrganisation('/invitations')).send({ email: 'friend@example.com', role: 'admin' }),
    () => office.organisationId,
  ],
  [
    'post /projects/:projectId/environments',
    (by) => by.call('post', inProject('/environments')).send({ slug: 'own', name: 'Own', allowed_kinds: ['live'] }),
    () => office.projectId,
  ],
  [
    'post /projects/:projectId/access-tokens',
    (by) => by.call('post', inProject('/access-tokens')).send({ name: 'x', environment: 'production' }),
    () => office.projectId,
  ],
  [
    'post /projects/:projectId/prompt-sets/:promptSetId/reviews/current/dismissals',
    (by) =>
      set
        .as(by)
        .call('post', '/reviews/current/dismissals')
        .send({ event_id: crypto.randomUUID(), reason: 'It is in the way' }),
    () => set.id,
  ],
]

describe('a request that somebody has no right to', () => {
  it.each(ATTEMPTS)(
    'is in the trail of where it was tried, once in a quarter of an hour: %s',
    async (path, ask, of) => {
      const first = await ask(viewer).expect(403)
      await ask(viewer).expect(403)
      const [operation = '', address = ''] = path.split(' ')
      const entry = {
        action: 'request.refused',
        actor_id: viewer.id,
        means: 'session',
        target: of(),
        organisation_id: office.organisationId,
        project_id: path.includes(':projectId') ? office.projectId : null,
        details: { code: 'auth.forbidden', operation: `${operation} /api/v1${address}`, summary: expect.any(String) },
      }
      expect(await written()).toMatchObject([{ ...entry, request_id: first.headers['x-request-id'] }])
      ahead += QUARTER_HOUR
      await ask(viewer).expect(403)
      expect(await written()).toMatchObject([entry, entry])
      expect(JSON.stringify(await written())).not.toMatch(/friend@|in the way/)
    },
  )

  it('is there for a key beside its owner, and for each thing that it is tried on', async () => {
    const program = await programOf(forge, office.author, ['manage', 'own_work'])
    const bound = await programOf(forge, office.author, ['manage'], { project_id: office.projectId })
    await startHere()
    const give = (by: Person, to: Person) =>
      by.call('put', inProject(`/members/${to.id}/roles`)).send({ roles: ['reviewer'] })
    for (const by of [viewer, program, bound])
      for (const to of [viewer, office.reviewer]) expect(await codeOf(give(by, to))).toBe('auth.forbidden')
    const invite = bound.call('post', inOrganisation('/invitations')).send({ email: 'friend@example.com' })
    expect(await codeOf(invite)).toBe('auth.forbidden')
    const told = (await written()).map(({ actor_id, means, target }) => [actor_id, means, target])
    const byKey = [viewer.id, office.reviewer.id].map((target) => [office.author.id, 'api_key', target])
    expect(told).toEqual([
      [viewer.id, 'session', viewer.id],
      [viewer.id, 'session', office.reviewer.id],
      ...byKey,
      ...byKey,
      [office.author.id, 'api_key', office.organisationId],
    ])
  })

  it('is told twenty times at most by another name each, the last saying so', async () => {
    for (let times = 0; times < 25; times += 1)
      await viewer.call('delete', inOrganisation(`/members/${crypto.randomUUID()}`)).expect(403)
    const entries = await written()
    expect(entries).toHaveLength(20)
    const ends = entries.map(({ details }) => details.no_more_until !== undefined)
    expect([ends.indexOf(true), Date.parse(entries.at(-1)?.details.no_more_until)]).toEqual([19, expect.any(Number)])
  })

  it('leaves nothing where somebody does not belong, is of nobody, or only looks', async () => {
    const away = await addPerson(forge, office.author, office.organisationId, { email: 'away@example.com' })
    const program = await programOf(forge, away, ['manage'])
    await office.author.call('delete', inOrganisation(`/members/${away.id}`)).expect(204)
    await startHere()
    for (const by of [away, program])
      for (const [, ask] of ATTEMPTS) expect(await codeOf(ask(by))).toMatch(/^(project|organisation)\.not_found$/)
    expect(await codeOf(program.call('delete', inOrganisation(`/members/${away.id}`)))).toBe('auth.forbidden')
    expect(await codeOf(program.call('post', '/organisations').send({ name: 'Mine' }))).toBe('auth.forbidden')
    expect(await codeOf(viewer.call('get', inOrganisation('/audit')))).toBe('auth.forbidden')
    expect(await written()).toEqual([])
  })
})

describe('a release that is refused again and again', () => {
  const sets = () => Array.from({ length: 200 }, () => ({ prompt_set_id: crypto.randomUUID(), version: '1.0.0' }))
  const publish = (by: Person) =>
    publication(by, office.projectId, { kind: 'publish', sets: sets(), note: 'x'.repeat(1900) })

  it('is twenty entries of two kilobytes at most, the last saying until when there are no more', async () => {
    for (let times = 0; times < 23; times += 1) expect((await publish(viewer)).status).toBe(403)
    const entries = await written()
    expect(entries.map(({ action }) => action)).toEqual(Array.from({ length: 20 }, () => 'publication.refused'))
    for (const { details } of entries) {
      expect(JSON.stringify(details).length).toBeLessThan(2048)
      expect(details).toMatchObject({ environment: 'production', shortened: { sets: 200, note: 1900 } })
      expect([details.asked.kind, details.asked.sets.length]).toEqual(['publish', 10])
    }
    const until = entries.map(({ details }) => details.no_more_until)
    expect(until.slice(0, 19)).toEqual(Array.from({ length: 19 }))
    expect(Date.parse(until[19]) - entries[19].created_at.getTime()).toBeLessThanOrEqual(QUARTER_HOUR)
  })

  it('leaves room for others, for a key of the same person, and for the same one afterwards', async () => {
    const program = await programOf(forge, viewer, ['publish'])
    const other = await addPerson(forge, office.author, office.organisationId, { email: 'ed@example.com' })
    const roles = { project_id: office.projectId, user_id: other.id, roles: ['viewer'] }
    await forge.ctx.db('project_roles').insert(roles)
    await startHere()
    for (const by of [viewer, program, other]) await publish(by)
    expect((await written()).map(({ actor_id, means }) => [actor_id, means])).toEqual([
      [viewer.id, 'session'],
      [viewer.id, 'api_key'],
      [other.id, 'session'],
    ])
  })
})
