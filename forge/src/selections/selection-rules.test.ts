import type { AnvilExport } from '@anvil/shared/api'
import { LIMITS } from '@anvil/shared'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let office: Office
let set: PromptSetDesk
let other: PromptSetDesk
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  set = await office.newSet(`Set ${(count += 1)}`)
  other = await office.newSet(`Other ${count}`)
})

const id = (name: string) => `r${count}.${name}`
const text = (template: string, more: object = {}) => ({ kind: 'text', template, ...more })
const named = (prompts: Record<string, object>) =>
  Object.fromEntries(Object.entries(prompts).map(([name, prompt]) => [id(name), prompt]))
const put = (desk: PromptSetDesk, prompts: Record<string, object>) =>
  desk
    .call('put', '/prompts')
    .send({ prompts: named(prompts) })
    .expect(200)
const remove = (select: object, etag = '*') =>
  set.call('post', '/prompt-removals').set('If-Match', etag).send({ select })
const move = (select: object, to: string, etag = '*') =>
  set.call('post', '/prompt-moves').set('If-Match', etag).send({ select, to_prompt_set_id: to })
const exported = async (select: object): Promise<string[]> => {
  const { body }: { body: AnvilExport } = await set.call('post', '/prompt-exports').send({ select }).expect(200)
  return body.prompts.map((prompt) => prompt.id.replace(`r${count}.`, ''))
}
const codeOf = async (answer: ReturnType<typeof remove>): Promise<[number, string | undefined]> => {
  const { status, body } = await answer
  return [status, body.error?.code]
}
const blockersOf = async (desk: PromptSetDesk): Promise<string[]> =>
  (await desk.draft()).blocked_by.map((blocker) => blocker.code)
const sizeOf = async (desk: PromptSetDesk): Promise<number> => (await desk.call('get')).body.prompt_count

describe('which prompts are selected', () => {
  beforeEach(async () => {
    const chat = { kind: 'chat', messages: [{ role: 'user', template: 'Something else' }] }
    await put(set, { a: text('x'), 'a.b': text('x'), 'a.b.c': text('y'), a_b: text('x'), axb: text('x'), chat })
  })

  it('is told by names, each counted once, in whatever order', async () => {
    expect(await exported({ ids: [id('axb'), id('a'), id('a')] })).toEqual(['a', 'axb'])
  })

  it('is told by a branch, which has no other that only looks like it', async () => {
    expect(await exported({ matching: { under: id('a') } })).toEqual(['a', 'a.b', 'a.b.c'])
    expect(await exported({ matching: { under: id('a_b') } })).toEqual(['a_b'])
    expect(await exported({ matching: { under: id('a.b') } })).toEqual(['a.b', 'a.b.c'])
  })

  it('is told by a text in a template or a message, within a branch, and without some', async () => {
    expect(await exported({ matching: { q: 'something ELSE' } })).toEqual(['chat'])
    expect(await exported({ matching: { under: id('a'), q: 'y' } })).toEqual(['a.b.c'])
    const most = { matching: {}, except: [id('chat'), id('a'), id('is.not.there')] }
    expect(await exported(most)).toEqual(['a.b', 'a.b.c', 'a_b', 'axb'])
  })

  it('is nothing where all are left out, and then nothing is done', async () => {
    const none = { matching: { under: id('axb') }, except: [id('axb')] }
    expect(await codeOf(remove(none))).toEqual([404, 'prompt.not_found'])
    expect(await codeOf(move(none, other.id))).toEqual([404, 'prompt.not_found'])
    expect(await codeOf(set.call('post', '/prompt-exports').send({ select: none }))).toEqual([404, 'prompt.not_found'])
    expect((await set.call('get')).body.revision).toBe(2)
  })

  it.each([
    ['two ways at once', { ids: ['a'], matching: {} }],
    ['no way', {}],
    ['what is no id', { ids: ['a..b'] }],
    ['a branch that is no id', { matching: { under: 'a.' } }],
    ['what a filter does not know', { matching: { status: 'LIVE' } }],
  ])('may not be told by %s', async (_how, select) => {
    expect(await codeOf(remove(select))).toEqual([400, 'request.invalid'])
  })
})

describe('a removal', () => {
  it('answers all that chats and declarations say, so that nothing is lost by an undo', async () => {
    const chat = {
      kind: 'chat',
      messages: [
        { role: 'system', template: 'Be <%mood%>' },
        { role: 'user', template: '{{literal}} “quoted” \r\n\t🜁' },
      ],
      delimiters: ['<%', '%>'],
      variables: {
        mood: { type: 'enum', required: false, default: 'kind', description: 'd', values: ['kind', 'terse'] },
      },
      metadata: { owner: { team: 'x' }, weight: 0.1 },
    }
    await put(set, { chat, plain: text('Hello {{name}}') })
    const before = (await set.draft()).snapshot
    const { body } = await remove({ matching: {} }).expect(200)
    expect([await sizeOf(set), body.removed.prompts.length]).toEqual([0, 2])
    const content = JSON.stringify(body.removed)
    await set.call('post', '/imports').send({ format: 'anvil', content }).expect(200)
    expect((await set.draft()).snapshot).toEqual(before)
  })

  it('that is undone overwrites nothing that was written since', async () => {
    await put(set, { a: text('old'), b: text('old') })
    const { body } = await remove({ matching: {} }).expect(200)
    await set.write(id('a'), 'new')
    const undo = set.call('post', '/imports').send({ format: 'anvil', content: JSON.stringify(body.removed) })
    expect(await codeOf(undo)).toEqual([428, 'request.precondition_required'])
    expect((await set.call('get', `/prompts/${id('a')}`)).body.template).toBe('new')
  })

  it('goes to one of two who saw the same', async () => {
    await put(set, { a: text('a'), b: text('b') })
    const answers = await Promise.all([remove({ ids: [id('a')] }, '"2"'), remove({ ids: [id('b')] }, '"1", "2"')])
    expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([200, 412])
    expect(await sizeOf(set)).toBe(1)
  })

  it('is told in the audit trail by all ids', async () => {
    await put(set, { a: text('a'), b: text('b') })
    await remove({ matching: {} }).expect(200)
    const entry = await forge.ctx.db('audit_entries').where({ target: set.id, action: 'prompts.deleted' }).first()
    expect(entry.details).toMatchObject({ prompt_set_id: set.id, revision: 3, ids: [id('a'), id('b')] })
  })

  it('in review of a text that the draft includes keeps it from being locked', async () => {
    await put(set, { tone: text('Be kind.'), hi: text(`{{> ${id('tone')}}} Hi`) })
    await set.move({ status: 'REVIEW' }).expect(200)
    await remove({ ids: [id('tone')] }).expect(200)
    expect(await blockersOf(set)).toContain('include.unknown')
    await remove({ matching: {} }).expect(200)
    expect(await blockersOf(set)).not.toContain('include.unknown')
  })
})

describe('a move', () => {
  it('of a text that is included keeps the draft from being locked, until all that includes it came along', async () => {
    await put(set, { tone: text('Be kind.'), hi: text(`{{> ${id('tone')}}} Hi`) })
    await set.move({ status: 'REVIEW' }).expect(200)
    await move({ ids: [id('tone')] }, other.id).expect(200)
    expect(await blockersOf(set)).toContain('include.never_locked')
    await move({ matching: {} }, other.id).expect(200)
    await other.move({ status: 'REVIEW' }).expect(200)
    expect([await blockersOf(set), await blockersOf(other)]).toEqual([
      expect.not.arrayContaining(['include.never_locked']),
      ['approval.missing'],
    ])
  })

  it('goes to no prompt set that is full', async () => {
    await put(set, { a: text('a') })
    await forge.ctx.db.raw(
      `INSERT INTO prompts (id, project_id, prompt_set_id, prompt_id, kind, template, variables, metadata, created_at, updated_at)
       SELECT gen_random_uuid(), ?, ?, ? || at, 'text', '', '{}', '{}', now(), now() FROM generate_series(1, ?::int) AS at`,
      [office.projectId, other.id, id('full.p'), LIMITS.promptsPerSet],
    )
    expect(await codeOf(move({ matching: {} }, other.id))).toEqual([413, 'request.too_large'])
    expect([await sizeOf(set), await sizeOf(other)]).toEqual([1, LIMITS.promptsPerSet])
  })

  it('goes to no prompt set that is archived, or that the project does not have', async () => {
    await put(set, { a: text('a') })
    await other.call('patch').send({ archived: true }).expect(200)
    expect(await codeOf(move({ matching: {} }, other.id))).toEqual([409, 'prompt_set.archived'])
    expect(await codeOf(move({ matching: {} }, crypto.randomUUID()))).toEqual([404, 'prompt_set.not_found'])
    expect(await codeOf(move({ matching: {} }, 'other'))).toEqual([400, 'request.invalid'])
    expect(await sizeOf(set)).toBe(1)
  })

  it('is told in the audit trail of both', async () => {
    await put(set, { a: text('a') })
    await move({ matching: {} }, other.id).expect(200)
    const detailsOf = async ({ id: target }: PromptSetDesk, action: string): Promise<object> =>
      (await forge.ctx.db('audit_entries').where({ target, action }).first()).details
    expect(await detailsOf(set, 'prompts.moved')).toMatchObject({ ids: [id('a')], to: other.id, revision: 3 })
    expect(await detailsOf(other, 'prompts.received')).toMatchObject({ ids: [id('a')], from: set.id, revision: 2 })
  })

  it('keeps a prompt editable with the ETag that was read before, in its new place only', async () => {
    await put(set, { a: text('a') })
    const { etag } = (await set.call('get', `/prompts/${id('a')}`)).body
    await move({ matching: {} }, other.id).expect(200)
    const write = (desk: PromptSetDesk) =>
      desk
        .call('put', `/prompts/${id('a')}`)
        .set('If-Match', etag)
        .send(text('b'))
    expect(await codeOf(write(set))).toEqual([412, 'request.precondition_failed'])
    expect((await write(other)).status).toBe(200)
  })
})
