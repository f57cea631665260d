import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let office: Office
let set: PromptSetDesk
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  set = await office.newSet(`Set ${(count += 1)}`)
})

const id = (name: string): string => `d${count}.${name}`
const blockers = async (): Promise<string[]> => (await set.draft()).blocked_by.map(({ code }) => code)

describe('a draft', () => {
  it('tells what is missing, step by step, until it can be locked', async () => {
    expect(await blockers()).toEqual(['prompt_set.empty', 'approval.missing'])
    await set.write(id('a'), 'Hi {{#open}}')
    expect(await blockers()).toEqual(['prompt_set.not_lockable', 'approval.missing'])
    await set.write(id('a'), `Hi {{> ${id('gone')}}}`)
    expect(await blockers()).toEqual(['include.unknown', 'prompt_set.not_lockable', 'approval.missing'])
    await set.write(id('a'), 'Hi {{name}}')
    expect(await blockers()).toEqual(['approval.missing'])
    await set.move({ status: 'REVIEW' }).expect(200)
    await set.as(office.reviewer).approve()
    expect(await blockers()).toEqual([])
  })

  it('says the same of the same texts, whatever the way to them', async () => {
    await set.write(id('a'), 'One')
    await set.write(id('b'), 'Two', { metadata: { z: 1, a: [true, null] } })
    const { content_digest } = await set.draft()
    await set.write(id('a'), 'Other')
    await set.write(id('c'), 'Three')
    expect((await set.draft()).content_digest).not.toBe(content_digest)
    for (const name of ['a', 'c']) {
      const { etag } = (await set.call('get', `/prompts/${id(name)}`)).body
      await set
        .call('delete', `/prompts/${id(name)}`)
        .set('If-Match', etag)
        .expect(204)
    }
    await set.write(id('a'), 'One')
    await set
      .call('patch')
      .send({ name: `Renamed ${count}`, description: 'Other words' })
      .expect(200)
    expect((await set.draft()).content_digest).toBe(content_digest)
  })

  it('has the digest under which its version is stored', async () => {
    await set.write(id('a'), 'Hi {{name}}')
    const { content_digest } = await set.draft()
    const version = await lock(set, office.reviewer)
    expect(version.content_digest).toBe(content_digest)
    expect((await set.draft()).content_digest).toBe(content_digest)
  })

  it('shows the texts it would be locked with before they are frozen', async () => {
    const shared = await office.newSet(`Shared ${count}`)
    await shared.write(id('tone'), 'Be kind.')
    await lock(shared, office.reviewer)
    await set.write(id('a'), `{{> ${id('tone')}}}`)
    const live = await set.draft()
    expect(live.includes[id('tone')]).toMatchObject({ template: 'Be kind.', from: { version: '1.0.0' } })
    await set.move({ status: 'REVIEW' }).expect(200)
    expect((await set.draft()).content_digest).toBe(live.content_digest)
  })

  it('can be asked for without the prompts that are as the locked version has them', async () => {
    for (const name of ['same', 'other', 'gone']) await set.write(id(name), name)
    await lock(set, office.reviewer)
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write(id('other'), 'Another')
    await set.write(id('new'), 'New')
    const { etag } = (await set.call('get', `/prompts/${id('gone')}`)).body
    await set
      .call('delete', `/prompts/${id('gone')}`)
      .set('If-Match', etag)
      .expect(204)
    const whole = await set.draft()
    const { body } = await set.call('get', '/draft').query({ prompts: 'changed' }).expect(200)
    expect(Object.keys(whole.snapshot).sort()).toEqual([id('new'), id('other'), id('same')])
    expect(Object.keys(body.snapshot).sort()).toEqual([id('new'), id('other')])
    expect({ ...body, snapshot: whole.snapshot }).toEqual(whole)
    expect((await set.call('get', '/draft').query({ prompts: 'some' })).status).toBe(400)
  })

  it('lists what is wrong with each prompt, warnings included, and only those', async () => {
    await set.write(id('good'), 'Plain')
    await set.write(id('warned'), 'Plain', { variables: { unused: {} } })
    await set.write(id('broken'), '{{/never}}')
    const { problems } = await set.draft()
    expect(Object.keys(problems).sort()).toEqual([id('broken'), id('warned')])
    expect(problems[id('warned')]).toMatchObject([{ code: 'variable.unused', severity: 'warning' }])
  })

  it('of a set that is LOCKED shows the locked text, with nothing to do', async () => {
    await set.write(id('a'), 'Text')
    const { version } = await lock(set, office.reviewer)
    expect(await set.draft()).toMatchObject({
      prompt_set: { status: 'LOCKED' },
      locked_version: version,
      proposed_version: null,
      snapshot: { [id('a')]: { template: 'Text' } },
      blocked_by: [],
      include_news: [],
    })
  })
})

describe('the trail', () => {
  it('has an entry for each change, by whom and of what, and of what was refused no more than the try to lock', async () => {
    await set.write(id('a'), 'One')
    await set.write(id('a'), 'Two')
    await set.write(id('b'), 'Out')
    const { etag } = (await set.call('get', `/prompts/${id('b')}`)).body
    await set
      .call('delete', `/prompts/${id('b')}`)
      .set('If-Match', etag)
      .expect(204)
    await set
      .call('delete', `/prompts/${id('a')}`)
      .set('If-Match', '"old"')
      .expect(412)
    await set
      .call('put', '/prompts')
      .send({ prompts: { [id('c')]: { kind: 'text', template: 'c' } } })
      .expect(200)
    await set.move({ status: 'LOCKED' }).expect(409)
    await lock(set, office.reviewer)
    await set.move({ status: 'LIVE' }).expect(200)
    await set.move({ status: 'LOCKED', discard: true }).expect(200)
    await set.call('patch').send({ archived: true }).expect(200)
    const rows: { action: string; actor_id: string; request_id: string }[] = await forge.ctx
      .db('audit_entries')
      .where({ project_id: office.projectId })
      .where((query) => {
        void query.where({ target: set.id }).orWhereRaw(`details ->> 'prompt_set_id' = ?`, [set.id])
      })
      .orderBy('number')
    expect(rows.map(({ action }) => action)).toEqual([
      'prompt_set.created',
      'prompt.created',
      'prompt.changed',
      'prompt.created',
      'prompt.deleted',
      'prompts.put',
      'lock.refused',
      'review.requested',
      'approval.given',
      'version.made',
      'prompt_set.locked',
      'draft.opened',
      'draft.discarded',
      'prompt_set.changed',
    ])
    const reviewer = rows.filter(({ actor_id }) => actor_id === office.reviewer.id)
    expect(reviewer.map(({ action }) => action)).toEqual(['approval.given'])
    for (const { request_id } of rows) expect(request_id).toMatch(/^[0-9a-f-]{36}$/)
  })
})
