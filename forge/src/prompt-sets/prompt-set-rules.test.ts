import type { PromptSet } from '@anvil/shared/api'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lock, newPromptSet, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { newProject } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { printShop } from '../../test/support/print-shop.js'

let time = Date.parse('2026-06-01T12:00:00Z')
const forge = testForge({ now: () => new Date(time) })
let office: Office
let projectId: string
let sets: string
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  projectId = (await newProject(office.author, office.organisationId, crypto.randomUUID())).id
  sets = `/projects/${projectId}/prompt-sets`
})

const make = (body: object) => office.author.call('post', sets).send(body)
const newSet = (name: string): Promise<PromptSetDesk> => newPromptSet(office.author, projectId, name)
const read = async (set: PromptSetDesk): Promise<PromptSet> => (await set.call('get').expect(200)).body
const list = async (query = ''): Promise<PromptSet[]> =>
  (await office.reviewer.call('get', `${sets}${query}`).expect(200)).body.prompt_sets
const actionsOf = async ({ id }: PromptSetDesk): Promise<string[]> =>
  forge.ctx.db('audit_entries').where({ project_id: projectId, target: id }).orderBy('number').pluck('action')
const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).toSorted((a, b) => a - b)

describe('prompt sets', () => {
  it('are listed by name with what each answers itself, also the archived ones where they are asked for', async () => {
    const made: PromptSetDesk[] = []
    for (const name of ['gamma', 'alpha', 'beta']) made.push(await newSet(name))
    await made[0]?.call('patch').send({ archived: true }).expect(200)
    expect((await list()).map(({ name }) => name)).toEqual(['alpha', 'beta'])
    expect(await list('?archived=false')).toEqual(await list())
    expect((await list('?archived=true')).map(({ name }) => name)).toEqual(['alpha', 'beta', 'gamma'])
    for (const set of made) expect(await list('?archived=true')).toContainEqual(await read(set))
  })

  it.each(['yes', '1', '', 'true&archived=false'])('are listed by no such wish as archived=%s', async (archived) => {
    const refused = await office.author.call('get', `${sets}?archived=${archived}`)
    expect([refused.status, refused.body.error.code]).toEqual([400, 'request.invalid'])
  })

  it('share no slug where two are made at the same time, nor with one that is archived', async () => {
    const answers = await Promise.all([make({ name: 'Twins', slug: 'twins' }), make({ name: 'twins!', slug: 'twins' })])
    expect(statuses(answers)).toEqual([201, 409])
    expect(answers.find(({ status }) => status === 409)?.body.error.message).toBe(
      'Another prompt set of this project has the slug twins. Choose another one.',
    )
    const [{ id } = expect.fail('None was made')] = await list()
    await office.author.call('patch', `${sets}/${id}`).send({ archived: true }).expect(200)
    expect((await make({ name: 'Twins', slug: 'twins' })).body.error.code).toBe('prompt_set.slug_taken')
    expect(await list()).toEqual([])
    expect((await make({ name: 'Twins' }).expect(201)).body.slug).toBe('twins-2')
    const other = await newProject(office.author, office.organisationId, crypto.randomUUID())
    expect((await newPromptSet(office.author, other.id, 'Twins')).id).not.toBe(id)
  })

  it.each([
    ['name', { name: '' }],
    ['name', { name: 'n'.repeat(201) }],
    ['slug', { name: 'x', slug: 'a'.repeat(65) }],
    ['slug', { name: 'x', slug: '__proto__' }],
    ['description', { name: 'x', description: 'd'.repeat(2_001) }],
    ['', { name: 'x', status: 'LOCKED' }],
  ])('take no wrong %s', async (field, body) => {
    const refused = await make(body)
    const problems: { path: string }[] = refused.body.error.details.problems
    expect([refused.status, problems.map(({ path }) => path)]).toEqual([400, [field]])
    expect(await list()).toEqual([])
  })
})

describe('changing a prompt set', () => {
  it('by nothing, or to what it is, leaves it and the audit trail as they are', async () => {
    const set = await newSet('Same')
    const before = await read(set)
    time += 60_000
    expect((await set.call('patch').send({}).expect(200)).body).toEqual(before)
    expect((await set.call('patch').send({ archived: false }).expect(200)).body).toEqual(before)
    expect(await actionsOf(set)).toEqual(['prompt_set.created'])
  })

  it('says when, and leaves the draft’s revision and its ETag alone', async () => {
    const set = await newSet('Named')
    await set.write('named.a', 'text')
    const before = await set.call('get')
    time += 60_000
    const after = await set.call('patch').send({ name: '  Ünï <b> 🜂  ', description: '' }).expect(200)
    const updated_at = new Date(time).toISOString()
    expect(after.body).toEqual({ ...before.body, name: 'Ünï <b> 🜂', updated_at })
    expect(after.headers['etag']).toBe(before.headers['etag'])
  })

  it('keeps a draft’s approvals: what was approved is its text', async () => {
    const set = await newSet('Approved')
    await set.write('approved.a', 'text')
    await set.move({ status: 'REVIEW' }).expect(200)
    await set.as(office.reviewer).approve()
    await set.call('patch').send({ name: 'Other name', description: 'Other words' }).expect(200)
    const { content_digest } = await set.draft()
    expect((await set.move({ status: 'LOCKED', content_digest }).expect(200)).body.version.version).toBe('1.0.0')
  })

  it('loses neither of two changes that are made at the same time', async () => {
    const set = await newSet('Both')
    await Promise.all([
      set.call('patch').send({ name: 'New' }).expect(200),
      set.call('patch').send({ description: 'Words' }).expect(200),
      set.write('both.a', 'text'),
    ])
    expect(await read(set)).toMatchObject({ name: 'New', description: 'Words', prompt_count: 1, revision: 2 })
  })
})

describe('an archived prompt set', () => {
  it('tells when it was archived first, and refuses each change of its draft by name', async () => {
    const set = await newSet('Attic')
    await set.write('attic.a', 'text')
    const archived_at = new Date(time).toISOString()
    await set.call('patch').send({ archived: true }).expect(200)
    time += 60_000
    expect((await set.call('patch').send({ archived: true }).expect(200)).body.archived_at).toBe(archived_at)
    const before = await set.draft()
    const refused = [
      await set.call('put', '/prompts/attic.b').set('If-None-Match', '*').send({ kind: 'text', template: 'b' }),
      await set.call('delete', '/prompts/attic.a').set('If-Match', '*'),
      await set.call('put', '/prompts').send({ prompts: { 'attic.a': { kind: 'text', template: 'b' } } }),
      await set.move({ status: 'REVIEW' }),
    ]
    const message = 'Attic is archived. Bring it back first.'
    for (const { body } of refused) expect(body.error).toMatchObject({ code: 'prompt_set.archived', message })
    expect(await set.draft()).toEqual(before)
  })

  it('keeps its ids, so that nobody else’s text takes their place, and can be renamed', async () => {
    const [set, other] = [await newSet('Attic'), await newSet('Cellar')]
    await set.write('shared.id', 'text')
    await set.call('patch').send({ archived: true }).expect(200)
    const taken = await other.call('post', '/prompts').send({ id: 'shared.id', kind: 'text', template: 'x' })
    expect([taken.status, taken.body.error.code]).toEqual([409, 'prompt.id_taken'])
    expect((await set.call('patch').send({ name: 'Loft' }).expect(200)).body.name).toBe('Loft')
  })

  it('runs on where it was published, for archiving publishes nothing', async () => {
    const shop = await printShop(office)
    const letters = await shop.locked('Letters', { 'letter.a': 'Dear {{name}}' })
    await shop.publish(letters)
    const { sequence } = await shop.head()
    await letters.call('patch').send({ archived: true }).expect(200)
    expect([await shop.running(), (await shop.head()).sequence]).toEqual([['letters@1.0.0'], sequence])
    expect((await letters.call('delete')).body.error).toMatchObject({
      code: 'prompt_set.was_published',
      message: expect.stringMatching(/^Letters was published, so its history is kept\. Archive it instead/),
    })
  })
})

describe('deleting a prompt set', () => {
  it('happens once where two do it at the same time, with its name and its size on the record', async () => {
    const set = await newSet('Gone')
    await set.write('gone.a', 'text')
    expect(statuses(await Promise.all([set.call('delete'), set.call('delete')]))).toEqual([204, 404])
    const entries = await forge.ctx.db('audit_entries').where({ target: set.id, action: 'prompt_set.deleted' })
    expect(entries).toMatchObject([{ actor_id: office.author.id, details: { name: 'Gone', slug: 'gone', prompts: 1 } }])
    for (const table of ['prompts', 'draft_authors', 'approvals', 'reviews'])
      expect([table, await forge.ctx.db(table).where({ prompt_set_id: set.id })]).toEqual([table, []])
  })

  it('or writing to it at the same time leaves no prompt without a set', async () => {
    const set = await newSet('Race')
    const put = set.call('put', '/prompts/race.a').set('If-None-Match', '*').send({ kind: 'text', template: 'x' })
    const [written, deleted] = await Promise.all([put, set.call('delete')])
    expect(deleted.status).toBe(204)
    expect([201, 404]).toContain(written.status)
    expect(await forge.ctx.db('prompts').where({ prompt_set_id: set.id })).toEqual([])
  })

  it('frees its slug and its room, but one with versions is kept and says how to put it away', async () => {
    const [gone, kept] = [await newSet('Free'), await newSet('Kept')]
    await gone.call('delete').expect(204)
    await newSet('Free')
    await kept.write('kept.a', 'text')
    await lock(kept, office.reviewer)
    expect((await kept.call('delete').expect(409)).body.error.message).toBe(
      'Kept has versions, which are kept for ever. Archive it instead.',
    )
    expect((await read(kept)).locked_version).toBe('1.0.0')
  })
})
