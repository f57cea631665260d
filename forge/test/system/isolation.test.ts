import { randomUUID } from 'node:crypto'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Operation } from '../../src/openapi/operation.js'
import { parametersOf } from '../../src/openapi/operation-path.js'
import { OPERATIONS } from '../../src/openapi/operations.js'
import { type Neighbour, neighbours } from '../support/neighbours.js'
import { BODIES, NAMES, QUERIES } from '../support/operation-asks.js'
import { handshake, rawInstance } from '../support/raw-instance.js'
import { type RunningForge, runningForge } from '../support/running-forge.js'

let forge: RunningForge
let me: Neighbour
let other: Neighbour
beforeAll(async () => {
  forge = await runningForge()
  ;[me, other] = await neighbours(forge)
  for (const { owner, projectId } of [me, other]) {
    const slug = owner === me.owner ? 'of-mine' : 'of-theirs'
    await owner
      .call('post', `/projects/${projectId}/environments`)
      .send({ slug, allowed_kinds: ['live'] })
      .expect(201)
  }
})
afterAll(() => forge.close())

/** Names within what the ones above name, the same with every neighbour. */
const WITHIN: Readonly<Record<string, string>> = { promptId: 'second.text', version: '1.0.0', policyNumber: '1' }

/** What is not there, by the first parameter that names something of somebody else. */
const CODES: Readonly<Record<string, string>> = {
  organisationId: 'organisation.not_found',
  projectId: 'project.not_found',
  promptSetId: 'prompt_set.not_found',
  userId: 'member.not_found',
  invitationId: 'invitation.not_found',
  apiKeyId: 'api_key.not_found',
  tokenId: 'access_token.not_found',
  publicationId: 'publication.not_found',
  instanceId: 'instance.not_found',
  syncRequestId: 'sync_request.not_found',
  waiverId: 'waiver.not_found',
  entryNumber: 'audit_entry.not_found',
  reviewId: 'review.not_found',
  commentId: 'review_comment.not_found',
  environment: 'environment.not_found',
}

/** What is said not to be there: where a publication is named, that it is none of the environment. */
function codeOf({ theirs: [first = ''], operation }: Ask): string | undefined {
  return CODES[first === 'environment' && operation.path.includes(':publicationId') ? 'publicationId' : first]
}

interface Ask {
  operation: Operation
  key: string
  /** The parameters that name something of the neighbour's. */
  theirs: string[]
}

const isForPeople = ({ access, path }: Operation): boolean => access === 'person' && parametersOf(path).length > 0

function asksOf(operation: Operation): Ask[] {
  const key = `${operation.method} ${operation.path.replace('/api/v1', '')}`
  const named = parametersOf(operation.path).filter((name) => name === 'environment' || name in NAMES)
  const one = named.map((name) => ({ operation, key, theirs: [name] }))
  return named.length > 1 ? [...one, { operation, key, theirs: named }] : one
}

const ASKS = OPERATIONS.filter(isForPeople).flatMap(asksOf)

function nameOf(name: string, of: Neighbour): string | undefined {
  if (name === 'environment') return of === me ? 'production' : 'of-theirs'
  return NAMES[name]?.(of)
}

function addressOf({ operation, key, theirs }: Ask): string {
  const value = (name: string): string =>
    WITHIN[name] ?? nameOf(name, theirs.includes(name) ? other : me) ?? expect.fail(`Nobody knows a ${name}`)
  const path = operation.path.replaceAll(/:([A-Za-z0-9]+)/g, (_, name: string) => value(name))
  return `${path}${QUERIES[key] ?? ''}`
}

/** A row without the seal that FORGE puts on entries of the trail by and by. */
function unsealed({ chain: _chain, seq: _seq, prev: _prev, hash: _hash, ...row }: Record<string, unknown>) {
  return row
}

/** All that the database holds of a neighbour's project and organisation, but for when somebody was there. */
async function holdings({ organisationId, projectId }: Neighbour): Promise<object> {
  const { db } = forge.ctx
  const tables: string[] = await db('information_schema.columns')
    .where({ column_name: 'project_id', table_schema: 'public' })
    .pluck('table_name')
  const found: Record<string, unknown[]> = {}
  for (const table of tables)
    found[table] = (await db(table).where({ project_id: projectId }).orderByRaw('1, 2')).map(unsealed)
  const of = { organisation_id: organisationId }
  return {
    found,
    members: await db('memberships').where(of).orderBy('user_id'),
    projects: await db('projects').where(of),
  }
}

describe('a person of another organisation', () => {
  it('is asked about by a body for every operation that takes one', () => {
    const asked = OPERATIONS.filter(isForPeople).filter(({ body }) => body !== undefined)
    const keys = asked.map(({ method, path }) => `${method} ${path.replace('/api/v1', '')}`)
    expect(Object.keys(BODIES).toSorted()).toEqual(keys.toSorted())
    expect(ASKS.length).toBeGreaterThan(80)
  })

  it('finds nothing by any id, on whatever route, and changes nothing', async () => {
    const before = await holdings(other)
    const answers: Record<string, string> = {}
    const expected: Record<string, string> = {}
    for (const ask of ASKS) {
      const { key, theirs, operation } = ask
      const call = request(forge.app)[operation.method](addressOf(ask)).set('Authorization', `Bearer ${me.owner.token}`)
      if (operation.headers?.includes('If-Match')) void call.set('If-Match', '*')
      const { status, body } = await (operation.body ? call.send(BODIES[key]?.(me)) : call)
      const name = `${key} with their ${theirs.join(' and ')}`
      answers[name] = `${status} ${body.error?.code}`
      expected[name] = `404 ${codeOf(ask)}`
    }
    expect(answers).toEqual(expected)
    expect(await holdings(other)).toEqual(before)
  })

  it('finds nothing by ids in what they send', async () => {
    const sets = [{ prompt_set_id: other.published.id, version: '1.0.0' }]
    const path = `/projects/${me.projectId}/environments/production/publications`
    const set = 'prompt_set.not_found'
    for (const [where, body, code] of [
      [path, { kind: 'publish', sets }, set],
      [`${path}/preview`, { kind: 'publish', sets }, set],
      [path, { kind: 'promote', from_environment: 'of-theirs' }, 'environment.not_found'],
      [
        `/projects/${me.projectId}/prompt-sets/${me.reviewed.id}/prompt-moves`,
        { kind: undefined, select: { matching: {} }, to_prompt_set_id: other.reviewed.id },
        set,
      ],
    ] as const) {
      const answer = await me.owner.call('post', where).set('If-Match', '*').send(body)
      expect([body.kind, answer.status, answer.body.error?.code]).toEqual([body.kind, 404, code])
    }
  })
})

describe('an application of another organisation', () => {
  const call = (method: 'get' | 'put' | 'post', path: string) =>
    request(forge.url)[method](`/api/v1${path}`).set('Authorization', `Bearer ${me.token}`)
  const refusalOf = async (answer: ReturnType<typeof call>) => {
    const { status, body } = await answer
    return [status, body.error?.code]
  }
  const report = (id: string) => {
    const { token: _token, ...said } = handshake(me.token, {
      instance: { id, app: 'intruder', host: 'h', pid: 1, sdk: 's', runtime: 'r' },
    })
    const heartbeat = { state: 'READY', mode: 'accepting', prompts: 0, runs: null, wanted: null }
    return { ...said, heartbeat }
  }

  it('gets no manifest, bundle or place among the instances of a project that its token does not open', async () => {
    const before = await holdings(other)
    const refused = [403, 'token.wrong_project']
    const theirs = `/projects/${other.projectId}`
    expect(await refusalOf(call('get', `${theirs}/manifest`))).toEqual(refused)
    expect(await refusalOf(call('get', `${theirs}/current_bundle`))).toEqual(refused)
    expect(
      await refusalOf(call('put', `${theirs}/instances/${other.instanceId}`).send(report(other.instanceId))),
    ).toEqual(refused)
    expect(await refusalOf(call('post', `${theirs}/proof`).send({}))).toEqual(refused)
    const { sha256 } = await forge.ctx.db('versions').where({ project_id: other.projectId }).first('sha256')
    expect(await refusalOf(call('get', `/bundles/sha256-${sha256}`))).toEqual([404, 'bundle.not_found'])
    expect(await holdings(other)).toEqual(before)
  })

  it('that takes the id of an instance there by a socket is an instance of its own project', async () => {
    const before = await holdings(other)
    const instance = {
      id: other.instanceId,
      app: `intruder ${randomUUID()}`,
      host: 'h',
      pid: 1,
      sdk: 's',
      runtime: 'r',
    }
    const intruder = rawInstance(forge.url, handshake(me.token, { instance }))
    const { envelope } = await intruder.pushed(1)
    expect(JSON.parse(Buffer.from(envelope.payload, 'base64').toString()).project_id).toBe(me.projectId)
    intruder.ack({ sequence: 1, result: 'rejected', code: 'bundle.malformed' })
    const path = `/projects/${me.projectId}/environments/production/instances`
    const seen = async (): Promise<string[]> => {
      const { body } = await me.owner.call('get', path).expect(200)
      return body.instances.map(({ app }: { app: string }) => app)
    }
    await expect.poll(seen, { timeout: 30_000 }).toContain(instance.app)
    intruder.socket.disconnect()
    expect(await holdings(other)).toEqual(before)
  })
})
