import { randomUUID } from 'node:crypto'
import type { Publication } from '@anvil/shared/api'
import { beforeAll, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { addPerson } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { publication, release } from '../../test/support/release.js'

const forge = testForge()
let office: Office
let onboarding: PromptSetDesk
let errors: PromptSetDesk
const versions = new Map<string, string>()

const of = (set: PromptSetDesk, version?: string) => ({
  prompt_set_id: set.id,
  version: version ?? versions.get(set.id) ?? '1.0.0',
})
const publish = (body: object, options: { environment?: string; key?: string } = {}) =>
  publication(office.author, office.projectId, body, options)
const head = async (environment = 'production') =>
  (await office.author.call('get', `/projects/${office.projectId}/environments/${environment}/head`).expect(200)).body
const codeOf = ({ status, body }: { status: number; body: { error: { code: string } } }) => [status, body.error.code]
const running = (published: Pick<Publication, 'bundles'>) =>
  Object.fromEntries(published.bundles.map((bundle) => [bundle.prompt_set, bundle.version]))

async function relock(set: PromptSetDesk, id: string, template: string): Promise<string> {
  await set.move({ status: 'LIVE' }).expect(200)
  await set.write(id, template)
  const { version } = await lock(set, office.reviewer)
  versions.set(set.id, version)
  return version
}

beforeAll(async () => {
  office = await openOffice(forge)
  onboarding = await office.newSet('Onboarding')
  errors = await office.newSet('Errors')
  await onboarding.write('welcome', 'Welcome {{name}}!')
  await errors.write('not_found', '{{thing}} was not found.')
  for (const set of [onboarding, errors]) versions.set(set.id, (await lock(set, office.reviewer)).version)
})

describe('publishing', () => {
  it('moves several sets at once, and the head says what runs', async () => {
    const { status, body } = await publish({ kind: 'publish', sets: [of(onboarding), of(errors)], note: 'Go' })
    expect(status).toBe(201)
    expect(body).toMatchObject({ kind: 'publish', sequence: 1, previous_sequence: 0, note: 'Go', epoch: 1 })
    expect(running(body)).toEqual({ onboarding: '1.0.0', errors: '1.0.0' })
    expect(await head()).toMatchObject({ sequence: 1, publication_id: body.id })
    const listed = await office.author.call('get', `/projects/${office.projectId}/environments/production/publications`)
    expect(listed.body.publications.map((p: Publication) => p.kind)).toEqual(['publish', 'initial'])
  })

  it('leaves the other sets as they are', async () => {
    const version = await relock(onboarding, 'welcome', 'Hello {{name}}!')
    const published = await release(office.author, office.projectId, of(onboarding))
    expect(published.changed).toEqual([
      { prompt_set_id: onboarding.id, prompt_set: 'onboarding', from: '1.0.0', to: version },
    ])
    expect(running(published)).toEqual({ onboarding: version, errors: '1.0.0' })
  })

  it('refuses what runs already, and loses no sequence by it', async () => {
    const before = await head()
    expect(codeOf(await publish({ kind: 'publish', sets: [of(errors)] }))).toEqual([409, 'publication.nothing_changed'])
    expect((await head()).sequence).toBe(before.sequence)
  })

  it('tells who saw an older head what changed since', async () => {
    const { sequence } = await head()
    await relock(errors, 'not_found', 'No {{thing}} here.')
    const response = await publish({ kind: 'publish', sets: [of(errors)], expected_sequence: sequence - 1 })
    expect(codeOf(response)).toEqual([409, 'publication.sequence_conflict'])
    expect(response.body.error.details).toMatchObject({ sequence, changed: [{ prompt_set: 'onboarding' }] })
    expect(response.body.error.message).toContain(`expected_sequence ${sequence}`)
    await publish({ kind: 'publish', sets: [of(errors)], expected_sequence: sequence }).expect(201)
  })

  it('takes locked versions only to production, and drafts to where the rule allows them', async () => {
    await onboarding.move({ status: 'LIVE' }).expect(200)
    await onboarding.write('welcome', 'A draft for {{name}}')
    const draft = { kind: 'publish', sets: [{ prompt_set_id: onboarding.id, draft: true }] }
    expect(codeOf(await publish(draft))).toEqual([409, 'publication.rule_refused'])
    expect(codeOf(await publish(draft, { environment: 'staging' }))).toEqual([409, 'publication.rule_refused'])
    const live = await publish(draft, { environment: 'development' }).expect(201)
    expect(running(live.body).onboarding).toMatch(/^1\.0\.\d+-live\.1$/)
    await onboarding.move({ status: 'REVIEW' }).expect(200)
    const review = await publish(draft, { environment: 'staging' }).expect(201)
    expect(running(review.body).onboarding).toMatch(/^1\.0\.\d+-review\.1$/)
    const sets = [of(onboarding, running(review.body).onboarding)]
    expect(codeOf(await publish({ kind: 'publish', sets }))).toEqual([409, 'publication.rule_refused'])
  })

  it('refuses a draft that says something else than the person saw', async () => {
    const { content_digest } = await onboarding.draft()
    await onboarding.write('welcome', 'Edited meanwhile, {{name}}')
    const sets = [{ prompt_set_id: onboarding.id, draft: true, content_digest }]
    const response = await publish({ kind: 'publish', sets }, { environment: 'development' })
    expect(codeOf(response)).toEqual([409, 'prompt_set.draft_changed'])
    await onboarding.move({ status: 'LOCKED', discard: true }).expect(200)
  })

  it('publishes the version that was named though a new draft is open', async () => {
    const version = await relock(errors, 'not_found', 'Nothing like {{thing}}.')
    await errors.move({ status: 'LIVE' }).expect(200)
    await errors.write('not_found', 'Work in progress')
    const published = await release(office.author, office.projectId, of(errors, version))
    expect(running(published).errors).toBe(version)
    await errors.move({ status: 'LOCKED', discard: true }).expect(200)
  })
})

describe('a key for retries', () => {
  it('returns the first result, also to a second request that runs at the same time', async () => {
    await relock(onboarding, 'welcome', `Once, {{name}} ${randomUUID()}`)
    const key = randomUUID()
    const body = { kind: 'publish', sets: [of(onboarding)] }
    const [first, second] = await Promise.all([publish(body, { key }), publish(body, { key })])
    const third = await publish(body, { key })
    expect(new Set([first.body.id, second.body.id, third.body.id]).size).toBe(1)
    expect(first.body.sequence).toBe((await head()).sequence)
  })

  it('is refused for another request', async () => {
    await relock(onboarding, 'welcome', `Twice, {{name}} ${randomUUID()}`)
    const key = randomUUID()
    await publish({ kind: 'publish', sets: [of(onboarding)] }, { key }).expect(201)
    const other = await publish({ kind: 'withdraw', prompt_set_ids: [onboarding.id] }, { key })
    expect(codeOf(other)).toEqual([409, 'request.idempotency_key_reused'])
    expect(codeOf(await publish({ kind: 'withdraw', prompt_set_ids: [onboarding.id] }, { key: 'a b' }))).toEqual([
      400,
      'request.invalid',
    ])
  })
})

describe('two publishers at once', () => {
  it('of different sets both find their change in the head', async () => {
    await relock(onboarding, 'welcome', `Both, {{name}} ${randomUUID()}`)
    await relock(errors, 'not_found', `Both, {{thing}} ${randomUUID()}`)
    const before = (await head()).sequence
    const both = [onboarding, errors].map((set) => publish({ kind: 'publish', sets: [of(set)] }))
    const sequences = (await Promise.all(both)).map(({ body }) => body.sequence)
    expect(sequences.toSorted((a, b) => a - b)).toEqual([before + 1, before + 2])
    expect(running(await head())).toEqual({
      onboarding: versions.get(onboarding.id),
      errors: versions.get(errors.id),
    })
  })

  it('who both saw the same head: one wins, the other learns what changed', async () => {
    await relock(onboarding, 'welcome', `Race, {{name}} ${randomUUID()}`)
    await relock(errors, 'not_found', `Race, {{thing}} ${randomUUID()}`)
    const expected_sequence = (await head()).sequence
    const both = [onboarding, errors].map((set) => publish({ kind: 'publish', sets: [of(set)], expected_sequence }))
    const answers = await Promise.all(both)
    expect(answers.map(({ status }) => status).toSorted((x, y) => x - y)).toEqual([201, 409])
    expect(answers.find(({ status }) => status === 409)?.body.error.details.changed).toHaveLength(1)
  })
})

describe('strangers', () => {
  it('find no publication, and bad requests say what is wrong', async () => {
    const home = (await office.author.call('post', '/organisations').send({ name: 'Elsewhere' })).body
    const stranger = await addPerson(forge, office.author, home.id, { email: 'eve@example.com' })
    const path = `/projects/${office.projectId}/environments/production`
    for (const end of ['/head', '/publications', `/publications/${randomUUID()}`]) {
      expect(codeOf(await stranger.call('get', `${path}${end}`))).toEqual([404, 'project.not_found'])
    }
    const sets = [of(onboarding)]
    const refused = await publication(stranger, office.projectId, { kind: 'publish', sets })
    expect(codeOf(refused)).toEqual([404, 'project.not_found'])
    expect(codeOf(await publish({ kind: 'publish', sets: [of(onboarding, '9.9.9')] }))).toEqual([
      404,
      'version.not_found',
    ])
    expect(codeOf(await publish({ kind: 'publish', sets: [] }))).toEqual([400, 'request.invalid'])
    expect(codeOf(await publish({ kind: 'publish', sets }, { environment: 'moon' }))).toEqual([
      404,
      'environment.not_found',
    ])
  })
})
