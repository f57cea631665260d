import { randomUUID } from 'node:crypto'
import { ProjectRole, rightsOf, roleMay } from '@anvil/shared'
import type { Router } from 'express'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiRoutes } from '../../src/http/api-routes.js'
import type { Operation } from '../../src/openapi/operation.js'
import { OPERATIONS } from '../../src/openapi/operations.js'
import { newPromptSet } from '../support/content.js'
import { addPerson, type Person } from '../support/factories.js'
import { type Neighbour, neighbours } from '../support/neighbours.js'
import { BODIES, QUERIES } from '../support/operation-asks.js'
import { pageRefusal, rawPage } from '../support/raw-page.js'
import { type RunningForge, runningForge } from '../support/running-forge.js'

/** Who asks: somebody of each role alone, an admin of the organisation, their key without scopes, a stranger, and nobody. */
const PEOPLE = [...ProjectRole.options, 'organisation admin', 'key', 'stranger', 'nobody'] as const
type Who = (typeof PEOPLE)[number]

let forge: RunningForge
let home: Neighbour
let tokens: Partial<Record<string, string>>
beforeAll(async () => {
  forge = await runningForge({}, { ANVIL_RATE_WRITES: '100000', ANVIL_RATE_READS: '100000' })
  const [mine, other] = await neighbours(forge)
  home = mine
  const members = ProjectRole.options.map(async (role) => [role, (await member(role)).token] as const)
  const byRole = Object.fromEntries(await Promise.all(members))
  const admin = await addPerson(forge, home.owner, home.organisationId, { email: 'head@example.com', role: 'admin' })
  const { body: made } = await admin.call('post', '/api-keys').send({ name: 'Reads', scopes: [] }).expect(201)
  tokens = { ...byRole, 'organisation admin': admin.token, key: made.value, stranger: other.owner.token }
})
afterAll(() => forge.close())

async function member(role: ProjectRole): Promise<Person> {
  const person = await addPerson(forge, home.owner, home.organisationId, { email: `${role}@example.com` })
  const path = `/organisations/${home.organisationId}/members/${person.id}`
  await home.owner
    .call('patch', path)
    .send({ roles: [role] })
    .expect(200)
  return person
}

const rolesOf = (who: Who): ProjectRole[] => {
  if (who === 'organisation admin' || who === 'key') return ProjectRole.options
  return ProjectRole.options.filter((role) => role === who)
}

/** Every route that a router of Express has. */
function routesOf(router: Pick<Router, 'stack'>): string[] {
  return router.stack.flatMap(({ route, handle }) => {
    const part: object = handle
    if (!route) return isRouter(part) ? routesOf(part) : []
    return route.stack.map(({ method }) => `${method} /api/v1${route.path}`)
  })
}
const isRouter = (part: object): part is Pick<Router, 'stack'> => 'stack' in part

const FORBIDDEN = '403 auth.forbidden'

/** What somebody is to hear: a refusal, or undefined where they pass, to whatever their request then leads. */
function expectedOf({ right, path }: Operation, who: Who): string | undefined {
  if (who === 'nobody') return '401 auth.required'
  if (right === 'signed_in' || right === undefined) return undefined
  const isOrganisation = path.includes(':organisationId')
  if (who === 'stranger') return `404 ${isOrganisation ? 'organisation' : 'project'}.not_found`
  const rights: readonly string[] = isOrganisation ? organisationRightsOf(who) : rightsOf(rolesOf(who), scopesOf(who))
  return [right].flat().some((one) => rights.includes(one)) ? undefined : FORBIDDEN
}
const scopesOf = (who: Who) => (who === 'key' ? [] : undefined)

function organisationRightsOf(who: Who): readonly string[] {
  if (who === 'key') return ['organisation.read']
  return ORGANISATION.filter((right) => roleMay(who === 'organisation admin' ? 'admin' : 'member', right))
}
const ORGANISATION = ['organisation.read', 'organisation.audit', 'organisation.members', 'project.create'] as const

/** Where the body that others send is more than an admin may. */
const AS_ADMIN: Readonly<Record<string, object>> = {
  'post /organisations/:organisationId/members': { role: 'member' },
}
const REFUSALS = [FORBIDDEN, '401 auth.required', '404 organisation.not_found', '404 project.not_found']

/** Asks about things that are not there, below what is: whoever has the right changes nothing. */
async function ask(operation: Operation, who: Who): Promise<string | undefined> {
  const named: Record<string, string> = { organisationId: home.organisationId, projectId: home.projectId }
  const within: Record<string, string> = {
    environment: 'nowhere',
    promptId: 'not.there',
    version: '9.9.9',
    entryNumber: '9',
    policyNumber: '9',
  }
  const value = (name: string): string => named[name] ?? within[name] ?? randomUUID()
  const path = operation.path.replaceAll(/:([A-Za-z0-9]+)/g, (_, name: string) => value(name))
  const key = `${operation.method} ${operation.path.replace('/api/v1', '')}`
  const call = request(forge.app)[operation.method](`${path}${QUERIES[key] ?? ''}`)
  const token = tokens[who]
  if (token !== undefined) void call.set('Authorization', `Bearer ${token}`)
  if (operation.headers?.includes('If-Match')) void call.set('If-Match', '*')
  const { status, body } = await (operation.body ? call.send({ ...BODIES[key]?.(home), ...AS_ADMIN[key] }) : call)
  const told = `${status} ${body?.error?.code}`
  return REFUSALS.includes(told) ? told : undefined
}

/** Of several rights, what is asked decides; each has cases of its own below. */
const SET = '/api/v1/projects/:projectId/prompt-sets/:promptSetId'
const BY_WHAT_IS_ASKED = [`put ${SET}/status`, `post ${SET}/waivers/:waiverId/end`]
/** Anybody may leave, so that who they are is looked at first. */
const OF_ONESELF = ['delete /api/v1/organisations/:organisationId/members/:userId']
const PERSONS = OPERATIONS.filter(({ access }) => access === 'person')
const nameOf = ({ method, path }: Operation): string => `${method} ${path}`

describe('every route', () => {
  it('that Express has is in the table of operations, and says which right it needs', () => {
    const others = new Set(OPERATIONS.filter(({ access }) => access !== 'person').map(nameOf))
    const routes = routesOf(apiRoutes(forge.ctx)).filter((route) => !others.has(route))
    expect(routes.toSorted()).toEqual(PERSONS.map(nameOf).toSorted())
    expect(PERSONS.filter(({ right }) => right === undefined)).toEqual([])
    expect(PERSONS.length).toBeGreaterThan(70)
  })

  it.each(PEOPLE)('answers %s as their rights say, and changes nothing for who has none', async (who) => {
    const table = PERSONS.filter((operation) => !BY_WHAT_IS_ASKED.includes(nameOf(operation))).filter(
      ({ right }) => right !== 'signed_in' || who === 'nobody',
    )
    const [answers, expected]: Record<string, string | undefined>[] = [{}, {}]
    for (const operation of table) {
      if (OF_ONESELF.includes(nameOf(operation)) && who === 'key') continue
      if (answers) answers[nameOf(operation)] = await ask(operation, who)
      if (expected) expected[nameOf(operation)] = expectedOf(operation, who)
    }
    expect(answers).toEqual(expected)
  })
})

describe('the move of a status', () => {
  it('needs the right of what is asked: writing, asking for a review, or locking', async () => {
    const set = await newPromptSet(home.owner, home.projectId, 'Moved')
    await set.write('moved.text', 'Hello')
    const move = async (who: Who, body: object) => {
      const path = `/api/v1/projects/${home.projectId}/prompt-sets/${set.id}/status`
      const answer = await request(forge.app).put(path).set('Authorization', `Bearer ${tokens[who]}`).send(body)
      return answer.status === 403
    }
    const { content_digest } = await set.draft()
    const refused = async (body: object, last: ProjectRole) => {
      const found: Who[] = []
      const others = ProjectRole.options.filter((role) => role !== last)
      for (const who of [...others, last]) if (await move(who, body)) found.push(who)
      return found
    }
    expect(await refused({ status: 'REVIEW' }, 'editor')).toEqual(['viewer', 'reviewer', 'publisher', 'admin'])
    expect(await refused({ status: 'LOCKED', content_digest }, 'reviewer')).toEqual([
      'viewer',
      'editor',
      'publisher',
      'admin',
    ])
    expect(await refused({ status: 'LIVE' }, 'editor')).toEqual(['viewer', 'reviewer', 'publisher', 'admin'])
    expect(await refused({ status: 'LOCKED', discard: true }, 'editor')).toEqual([
      'viewer',
      'reviewer',
      'publisher',
      'admin',
    ])
  })
})

describe('the end of a waiver', () => {
  it('is the reviewers’, and of who asked for it', async () => {
    const path = `/api/v1/projects/${home.projectId}/prompt-sets/${home.reviewed.id}/waivers/${home.waiverId}/end`
    const end = async (who: Who) =>
      (await request(forge.app).post(path).set('Authorization', `Bearer ${tokens[who]}`)).status
    for (const who of ['viewer', 'editor', 'publisher', 'admin', 'key'] as const)
      expect([who, await end(who)]).toEqual([who, 403])
    expect(await end('stranger')).toBe(404)
    expect(await end('reviewer')).toBe(200)
  })
})

describe('the socket of pages', () => {
  it('lets in whoever may look, and nobody by an API key, from elsewhere or without a session', async () => {
    const auth = (who: Who) => ({ token: tokens[who] ?? '', project_id: home.projectId })
    for (const who of [...ProjectRole.options, 'organisation admin' as const]) {
      const page = rawPage(forge.url, auth(who))
      await page.connected
      page.socket.disconnect()
    }
    const codes: (string | undefined)[] = []
    for (const who of ['key', 'stranger', 'nobody'] as const) {
      const page = rawPage(forge.url, auth(who))
      codes.push((await pageRefusal(page))?.code)
      page.socket.disconnect()
    }
    expect(codes).toEqual(['auth.session_ended', 'project.not_found', 'auth.session_ended'])
  })

  it('shows who edits only where they may edit', async () => {
    const [watcher, viewer, editor] = (['admin', 'viewer', 'editor'] as const).map((who) =>
      rawPage(forge.url, { token: tokens[who], project_id: home.projectId }),
    )
    if (!watcher || !viewer || !editor) throw new Error('There are three')
    await Promise.all([watcher.connected, viewer.connected, editor.connected])
    const place = { prompt_set_id: home.reviewed.id, prompt_id: 'second.text' }
    viewer.socket.emit('editing', place)
    editor.socket.emit('editing', place)
    await expect.poll(() => watcher.editing()).toEqual(['editor@example.com: second.text'])
    for (const page of [watcher, viewer, editor]) page.socket.disconnect()
  })
})
