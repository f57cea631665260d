import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { beforeAll, describe, expect, it } from 'vitest'
import { copyRow } from '../support/copy-row.js'
import { addPerson, type Person } from '../support/factories.js'
import { testForge } from '../support/forge.js'
import { programOf } from '../support/program.js'
import { type Asking, type Attempt, triedBySql } from '../support/tried-by-sql.js'
import { type Unreviewed, unreviewedSets } from '../support/unreviewed.js'

const forge = testForge()
let office: Unreviewed['office']
let shop: Unreviewed['shop']
let set: Unreviewed['set']
let ids: Unreviewed['ids']
let viewer: Person
let manager: Person
let key: Asking
let readingKey: Asking
let elsewhere: string
beforeAll(async () => {
  const made = await (await unreviewedSets(forge))()
  ;({ office, shop, set, ids } = made)
  viewer = made.third
  const join = (email: string) => addPerson(forge, office.author, office.organisationId, { email })
  manager = await join('max@example.com')
  await giveRoles(viewer, ['viewer'])
  await giveRoles(manager, ['viewer', 'admin'])
  const scopes = ['draft', 'approve', 'publish', 'manage', 'own_work']
  key = { id: manager.id, apiKey: { id: (await programOf(forge, manager, scopes)).keyId } }
  readingKey = { id: manager.id, apiKey: { id: (await programOf(forge, manager, ['draft'])).keyId } }
  elsewhere = (await viewer.call('post', '/organisations').send({ name: 'Own' }).expect(201)).body.id
})

const giveRoles = (person: Person, roles: string[]) =>
  office.author.call('put', `/projects/${shop.projectId}/members/${person.id}/roles`).send({ roles }).expect(200)

const tried = (asking: Asking, attempt: Attempt) =>
  triedBySql(forge, asking, { projectId: shop.projectId, organisationId: office.organisationId }, attempt)

const project = (trx: Knex.Transaction) => trx('projects').where({ id: shop.projectId })
const production = (trx: Knex.Transaction) => trx('environments').where({ id: ids.production })
const everyKind = { allowed_kinds: ['live', 'review', 'locked'] }
const newEnvironment: Attempt = (trx) =>
  copyRow(trx, 'environments', ids.production, { id: randomUUID(), slug: randomUUID() })
const OF_PROJECT = 'Only an admin of a project says what its releases need'
const OF_ENVIRONMENT = 'Only an admin of a project says what its environments take'

/** What a release needs, changed in each way, and what the database says to whom it refuses that. */
const CHANGES: [string, Attempt, string][] = [
  ['how many approvals a lock needs', (trx) => project(trx).update({ required_approvals: 0 }), OF_PROJECT],
  ['whether keys release own work', (trx) => project(trx).update({ keys_release_own_work: true }), OF_PROJECT],
  ['which kinds an environment takes', (trx) => production(trx).update(everyKind), OF_ENVIRONMENT],
  [
    'how many approvals an environment asks for',
    (trx) => production(trx).update({ required_approvals: 1 }),
    OF_ENVIRONMENT,
  ],
]

describe('by SQL, what a release needs', () => {
  it.each<[string, () => Asking]>([
    ['a viewer', () => viewer],
    ['who writes, reviews and publishes', () => office.reviewer],
    ["an admin's key", () => key],
  ])('is changed by none but an admin in person: not by %s', async (_, who) => {
    for (const [name, attempt, says] of CHANGES) expect([name, await tried(who(), attempt)]).toEqual([name, says])
  })

  it.each<[string, () => Asking]>([
    ['of the project', () => manager],
    ['of the organisation', () => office.author],
  ])('is changed by an admin %s', async (_, who) => {
    for (const [name, attempt] of CHANGES) expect([name, await tried(who(), attempt)]).toEqual([name, 'taken'])
  })

  it('lets in nothing that is locked without approvals', async () => {
    const attempt: Attempt = async (trx) => {
      await project(trx).update({ required_approvals: 0 })
      const id = randomUUID()
      await copyRow(trx, 'versions', ids.preRelease, { id, version: '1.0.1', kind: 'locked', required_approvals: 0 })
      await trx('prompt_sets').where({ id: set.id }).update({ status: 'LOCKED', locked_version_id: id })
    }
    expect(await tried(viewer, attempt)).toBe(OF_PROJECT)
    expect(await tried(viewer, (trx) => project(trx).update({ name: 'Same rules' }))).toBe('taken')
    expect(await tried(key, (trx) => production(trx).update({ allowed_kinds: ['locked', 'locked'] }))).toBe('taken')
  })

  it('is said for new environments by who may make them, and for new projects by who owns or runs the organisation', async () => {
    const newProject: Attempt = (trx) =>
      copyRow(trx, 'projects', shop.projectId, { id: randomUUID(), slug: randomUUID(), required_approvals: 0 })
    expect(await tried(viewer, newEnvironment)).toBe(OF_ENVIRONMENT)
    expect(await tried(readingKey, newEnvironment)).toBe(OF_ENVIRONMENT)
    expect(await tried(key, newEnvironment)).toBe('taken')
    expect(await tried(manager, newProject)).toBe(OF_PROJECT)
    expect(await tried(office.author, newProject)).toBe('taken')
  })

  it('is not got round by a project that is moved to an organisation of one’s own', async () => {
    const moved: Attempt = async (trx) => {
      await project(trx).update({ organisation_id: elsewhere })
      await project(trx).update({ required_approvals: 0 })
    }
    expect(await tried(viewer, moved)).toMatch(/violates foreign key/)
  })
})

describe('by SQL, an approval', () => {
  const approve: Attempt = async (trx, { id: user_id }) => {
    const { project_id, content_digest } = await trx('versions').where({ id: ids.locked }).first()
    const row = { id: randomUUID(), project_id, prompt_set_id: set.id, content_digest, user_id, own_work: false }
    return trx('approvals').insert({ ...row, created_at: new Date() })
  }

  it('of a locked version is given by who may review, in person or by a key that may approve', async () => {
    const others = 'Only a reviewer of a project approves in it'
    for (const who of [viewer, manager]) expect(await tried(who, approve)).toBe(others)
    await giveRoles(manager, ['viewer', 'reviewer', 'admin'])
    expect(await tried(manager, approve)).toBe('taken')
    expect(await tried(key, approve)).toBe('taken')
    expect(await tried(readingKey, approve)).toBe('Only a key with the scope approve approves')
    await giveRoles(manager, ['viewer', 'admin'])
  })
})

describe('by SQL, a head', () => {
  const setRule = (allowed_kinds: string[]) =>
    office.author
      .call('patch', `/projects/${shop.projectId}/environments/production`)
      .send({ allowed_kinds })
      .expect(200)
  const publishVersion = async (version: string): Promise<string> =>
    (await shop.ask({ kind: 'publish', sets: [{ prompt_set_id: set.id, version }] }).expect(201)).body.id
  const moveTo = (publicationId: string) => async (trx: Knex.Transaction) => {
    const { id: publication_id, envelope } = await trx('publications').where({ id: publicationId }).first()
    await trx('environment_heads').where({ environment_id: ids.production }).update({ publication_id, envelope })
  }
  const makeAnew = (publicationId: string) => async (trx: Knex.Transaction) => {
    const head = await trx('environment_heads').where({ environment_id: ids.production }).first()
    const { id: publication_id, envelope } = await trx('publications').where({ id: publicationId }).first()
    await trx('environment_heads').where({ environment_id: ids.production }).delete()
    await trx('environment_heads').insert({ ...head, publication_id, envelope })
  }

  it('goes back to no kind that its environment takes no more, whoever moves it; nor does a copy of what it ran', async () => {
    await setRule(['locked', 'review'])
    const reviewed = await publishVersion('1.0.1-review.1')
    const locked = await publishVersion('1.0.0')
    expect(await tried(office.author, moveTo(reviewed))).toBe('taken')
    await setRule(['locked'])
    const untaken = 'The environment production takes no version of kind review'
    const copied = async (trx: Knex.Transaction) => {
      await moveTo(reviewed)(trx)
      await copyRow(trx, 'publications', reviewed, { id: randomUUID(), sequence: 99 })
    }
    for (const attempt of [moveTo(reviewed), makeAnew(reviewed), copied]) {
      expect(await tried(office.author, attempt)).toBe(untaken)
      await expect(forge.ctx.asActor({ kind: 'system', id: 'test' }, attempt)).rejects.toThrow(untaken)
      await expect(forge.ctx.db.transaction(attempt)).rejects.toThrow(untaken)
    }
    expect(await tried(office.author, makeAnew(locked))).toBe('taken')
    const sequence = (await shop.head()).sequence - 1
    const answer = await shop.ask({ kind: 'rollback', to_sequence: sequence })
    expect([answer.status, answer.body.error.code]).toEqual([409, 'publication.rule_refused'])
  })

  it('keeps what it runs of such a kind while other prompt sets are moved', async () => {
    await setRule(['locked', 'review'])
    await publishVersion('1.0.1-review.1')
    await setRule(['locked'])
    const other = await shop.locked('Another', { another: 'Text' })
    await shop.publish(other)
    expect(await shop.running()).toContain('another@1.0.0')
    await shop.ask({ kind: 'withdraw', prompt_set_ids: [other.id] }).expect(201)
    expect(await shop.running()).toEqual([expect.stringContaining('@1.0.1-review.1')])
    await publishVersion('1.0.0')
  })
})
