import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
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
  const prompts = Object.fromEntries(
    ['a.one', 'a.two', 'b.one', 'b.two', 'c'].map((name) => [id(name), { kind: 'text', template: `Say ${name}` }]),
  )
  await set.call('put', '/prompts').send({ prompts }).expect(200)
})

const id = (name: string) => `s${count}.${name}`
const ids = (...names: string[]) => ({ ids: names.map(id) })
const under = (name: string, ...except: string[]) => ({ matching: { under: id(name) }, except: except.map(id) })
const remove = (select: object, etag = '"2"') =>
  set.call('post', '/prompt-removals').set('If-Match', etag).send({ select })
const move = (select: object, to: PromptSetDesk, etag = '"2"') =>
  set.call('post', '/prompt-moves').set('If-Match', etag).send({ select, to_prompt_set_id: to.id })
const held = async (desk: PromptSetDesk): Promise<string[]> => {
  const { body } = await desk.call('get', '/prompts').expect(200)
  return body.prompts.map((prompt: { id: string }) => prompt.id.replace(`s${count}.`, ''))
}
const actionsOn = (desk: PromptSetDesk): Promise<string[]> =>
  forge.ctx.db('audit_entries').where({ target: desk.id }).orderBy('number').pluck('action')

describe('selected prompts', () => {
  it('are removed in one edit, and what they said is answered and can be imported again', async () => {
    const { body, headers } = await remove(ids('a.one', 'c')).expect(200)
    expect([body.revision, headers['etag']]).toEqual([3, '"3"'])
    expect(body.removed.prompts).toMatchObject([
      { id: id('a.one'), template: 'Say a.one' },
      { id: id('c'), template: 'Say c' },
    ])
    expect(await held(set)).toEqual(['a.two', 'b.one', 'b.two'])
    expect(await actionsOn(set)).toEqual(['prompt_set.created', 'prompts.put', 'prompts.deleted'])
    const back = { format: 'anvil', content: JSON.stringify(body.removed) }
    await set.call('post', '/imports').send(back).expect(200)
    expect(await held(set)).toEqual(['a.one', 'a.two', 'b.one', 'b.two', 'c'])
  })

  it('are all that a filter finds but those that are left out', async () => {
    await remove({ matching: { q: 'say b' } }).expect(200)
    expect(await held(set)).toEqual(['a.one', 'a.two', 'c'])
    await remove(under('a', 'a.two'), '"3"').expect(200)
    expect(await held(set)).toEqual(['a.two', 'c'])
    const { body } = await remove({ matching: {} }, '"4"').expect(200)
    expect([body.removed.prompts.length, await held(set)]).toEqual([2, []])
  })

  it('are left alone by who did not see the draft as it is, or names what it does not have', async () => {
    expect((await set.call('post', '/prompt-removals').send({ select: ids('c') })).status).toBe(428)
    expect(
      (await set.call('post', '/prompt-moves').send({ select: ids('c'), to_prompt_set_id: other.id })).status,
    ).toBe(428)
    await set.write(id('c'), 'newer')
    const late = await remove({ matching: {} }).expect(412)
    expect(late.body.error).toMatchObject({ code: 'request.precondition_failed', details: { etag: '"3"' } })
    await move(ids('c'), other).expect(412)
    const unknown = await remove(ids('c', 'd'), '"3"').expect(404)
    expect(unknown.body.error).toMatchObject({ code: 'prompt.not_found', details: { missing: [id('d')] } })
    await remove({ matching: { q: 'nothing says this' } }, '"3"').expect(404)
    expect((await remove({ ids: [] }, '"3"')).status).toBe(400)
    expect((await remove({ matching: { quarry: 'mistyped' } }, '"3"')).status).toBe(400)
    expect(await held(set)).toHaveLength(5)
  })

  it('are exported in the form that an import takes', async () => {
    const { body } = await set
      .call('post', '/prompt-exports')
      .send({ select: under('b') })
      .expect(200)
    expect(body).toMatchObject({ format: 'anvil.export', prompt_set: { name: `Set ${count}` } })
    expect(body.prompts.map((prompt: { id: string }) => prompt.id)).toEqual([id('b.one'), id('b.two')])
  })
})

describe('a move of selected prompts', () => {
  it('is one edit of both drafts, and leaves the text and its history as they are', async () => {
    const before = (await set.call('get', `/prompts/${id('a.two')}`)).body
    const { body } = await move(under('a'), other).expect(200)
    expect(body).toEqual({
      revision: 3,
      to: { prompt_set_id: other.id, revision: 2 },
      moved: [id('a.one'), id('a.two')],
    })
    expect([await held(set), await held(other)]).toEqual([
      ['b.one', 'b.two', 'c'],
      ['a.one', 'a.two'],
    ])
    const after = (await other.call('get', `/prompts/${id('a.two')}`)).body
    expect(after).toEqual({ ...before, prompt_set_id: other.id })
    expect([await actionsOn(set), await actionsOn(other)]).toEqual([
      ['prompt_set.created', 'prompts.put', 'prompts.moved'],
      ['prompt_set.created', 'prompts.received'],
    ])
  })

  it('makes who moved them an author of both, and voids approvals of both', async () => {
    await other.write(id('d'), 'there')
    for (const desk of [set, other]) {
      await desk.move({ status: 'REVIEW' }).expect(200)
      await desk.as(office.reviewer).approve()
    }
    const revision: number = (await set.call('get')).body.revision
    const input = { select: ids('c'), to_prompt_set_id: other.id }
    const byReviewer = set.as(office.reviewer).call('post', '/prompt-moves').set('If-Match', `"${revision}"`)
    await byReviewer.send(input).expect(200)
    for (const desk of [set, other]) {
      const { body } = await desk.call('get', '/approvals').expect(200)
      expect(body).toMatchObject({ given: 0 })
      expect(body.authors.map((author: { id: string }) => author.id)).toContain(office.reviewer.id)
    }
  })

  it('goes nowhere where one of the two may not be edited, or is no other', async () => {
    await other.write(id('d'), 'there')
    await lock(other, office.reviewer)
    const refused = await move(ids('c'), other).expect(409)
    expect(refused.body.error).toMatchObject({ code: 'prompt_set.locked' })
    await move(ids('c'), set).expect(400)
    await lock(set, office.reviewer)
    await other.move({ status: 'LIVE' }).expect(200)
    await move(ids('c'), other, '*').expect(409)
    await remove(ids('c'), '*').expect(409)
    expect([(await held(set)).length, await held(other)]).toEqual([5, ['d']])
  })

  it('does not end in a deadlock where two move to each other', async () => {
    await other.write(id('d'), 'there')
    const back = other.call('post', '/prompt-moves').set('If-Match', '*')
    const answers = await Promise.all([
      move(ids('c'), other, '*'),
      back.send({ select: ids('d'), to_prompt_set_id: set.id }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect([await held(set), await held(other)]).toEqual([['a.one', 'a.two', 'b.one', 'b.two', 'd'], ['c']])
  })
})
