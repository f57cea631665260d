import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let office: Office
let shared: PromptSetDesk
let app: PromptSetDesk
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  count += 1
  shared = await office.newSet(`Shared ${count}`)
  app = await office.newSet(`App ${count}`)
})

const id = (name: string): string => `n${count}.${name}`
const include = (name: string): string => `{{> ${id(name)}}}`

/** Changes a text of a locked set and locks it again. */
async function relock(set: PromptSetDesk, name: string, template: string): Promise<string> {
  await set.move({ status: 'LIVE' }).expect(200)
  await set.write(id(name), template)
  return (await lock(set, office.reviewer)).version
}

async function review(set = app): Promise<[number, string | undefined, unknown]> {
  const { status, body } = await set.move({ status: 'REVIEW' })
  return [status, body.error?.code, body.error?.details]
}

describe('includes of the same set', () => {
  it('stand in the snapshot and are not carried twice', async () => {
    await app.write(id('tone'), 'Be kind.')
    await app.write(id('hi'), `${include('tone')} Hi`)
    const { version } = await lock(app, office.reviewer)
    const { body } = await app.call('get', `/versions/${version}`)
    expect([Object.keys(body.snapshot).sort(), body.includes]).toEqual([[id('hi'), id('tone')], {}])
  })

  it('may not form a cycle', async () => {
    await app.write(id('a'), include('b'))
    await app.write(id('b'), include('c'))
    await app.write(id('c'), include('a'))
    const cycle = ['a', 'b', 'c', 'a'].map(id)
    expect(await review()).toEqual([422, 'include.cycle', { cycle }])
    expect((await app.draft()).blocked_by.map((blocker) => blocker.code)).toContain('include.cycle')
  })

  it('may not be chats', async () => {
    const chat = { kind: 'chat', messages: [{ role: 'user', template: 'x' }] }
    await app
      .call('put', `/prompts/${id('chat')}`)
      .send(chat)
      .expect(201)
    await app.write(id('a'), include('chat'))
    expect((await review()).slice(0, 2)).toEqual([422, 'include.not_text'])
  })
})

describe('includes of another set', () => {
  it('are carried from its latest locked version, transitively, with where they came from', async () => {
    await shared.write(id('tone'), `Be kind. ${include('limit')}`)
    await shared.write(id('limit'), 'Max {{words}} words.', {
      variables: { words: { type: 'number', required: false, default: 50 } },
    })
    await shared.write(id('unused'), 'Not needed')
    const source = await lock(shared, office.reviewer)
    await app.write(id('hi'), `${include('tone')} Hi`)
    const { body } = await app.call('get', `/versions/${(await lock(app, office.reviewer)).version}`)
    const from = { prompt_set_id: shared.id, version: '1.0.0', sha256: source.sha256 }
    expect(body.includes).toEqual({
      [id('tone')]: { template: `Be kind. ${include('limit')}`, delimiters: null, variables: {}, from },
      [id('limit')]: {
        template: 'Max {{words}} words.',
        delimiters: null,
        variables: { words: { type: 'number', required: false, default: 50, description: '' } },
        from,
      },
    })
  })

  it('are refused by name where nobody has the id', async () => {
    await app.write(id('hi'), include('nowhere'))
    const details = { id: id('nowhere'), included_by: id('hi') }
    expect(await review()).toEqual([422, 'include.unknown', details])
    expect((await app.call('get')).body.status).toBe('LIVE')
    expect((await app.draft()).blocked_by).toMatchObject([{ code: 'include.unknown' }, {}, {}])
  })

  it('are refused by name where that set was never locked with the id', async () => {
    await shared.write(id('tone'), 'Draft only')
    await app.write(id('hi'), include('tone'))
    const details = { id: id('tone'), prompt_set_id: shared.id, prompt_set: `shared-${count}` }
    expect(await review()).toMatchObject([422, 'include.never_locked', details])
    await lock(shared, office.reviewer)
    expect((await review())[0]).toBe(200)
  })

  it('may be chats as little as own ones', async () => {
    const chat = { kind: 'chat', messages: [{ role: 'user', template: 'x' }] }
    await shared
      .call('put', `/prompts/${id('chat')}`)
      .send(chat)
      .expect(201)
    await lock(shared, office.reviewer)
    await app.write(id('hi'), include('chat'))
    expect((await review()).slice(0, 2)).toEqual([422, 'include.not_text'])
  })

  it('may not come back to the set that includes them', async () => {
    await shared.write(id('a'), 'plain')
    await lock(shared, office.reviewer)
    await app.write(id('b'), include('a'))
    await lock(app, office.reviewer)
    await shared.move({ status: 'LIVE' }).expect(200)
    await shared.write(id('a'), include('b'))
    expect(await review(shared)).toMatchObject([422, 'include.cycle', {}])
  })

  it('are not taken from another project', async () => {
    const { body: project } = await office.author
      .call('post', `/organisations/${office.organisationId}/projects`)
      .send({ name: `Far ${count}` })
    const { body: far } = await office.author.call('post', `/projects/${project.id}/prompt-sets`).send({ name: 'Far' })
    const farPrompts = `/projects/${project.id}/prompt-sets/${far.id}/prompts`
    await office.author
      .call('post', farPrompts)
      .send({ id: id('far'), kind: 'text', template: 'x' })
      .expect(201)
    await app.write(id('hi'), include('far'))
    expect((await review()).slice(0, 2)).toEqual([422, 'include.unknown'])
  })
})

describe('a frozen include', () => {
  beforeEach(async () => {
    await shared.write(id('tone'), 'One')
    await shared.write(id('other'), 'Other')
    await lock(shared, office.reviewer)
    await app.write(id('hi'), include('tone'))
    await app.move({ status: 'REVIEW' }).expect(200)
    await app.as(office.reviewer).approve()
  })

  it('stays under an approval when its source moves on, and the draft tells of the newer one', async () => {
    const before = await app.draft()
    expect(await relock(shared, 'tone', 'Two')).toBe('1.0.1')
    const after = await app.draft()
    expect(after.content_digest).toBe(before.content_digest)
    expect(after.include_news).toEqual([
      { id: id('tone'), have: '1.0.0', latest: '1.0.1', message: `${id('tone')} 1.0.1 is out: update` },
    ])
    const { body } = await app.move({ status: 'LOCKED', content_digest: after.content_digest }).expect(200)
    expect((await app.call('get', `/versions/${body.version.version}`)).body.includes[id('tone')].template).toBe('One')
  })

  it('is no news when only other texts of its source changed', async () => {
    await relock(shared, 'other', 'Changed')
    expect((await app.draft()).include_news).toEqual([])
  })

  it('taken newer is an edit: by an author, and approvals do not count any more', async () => {
    await relock(shared, 'tone', 'Two')
    const { body } = await app
      .as(office.reviewer)
      .call('post', '/includes')
      .send({ ids: [id('tone')] })
      .expect(200)
    expect(body.includes[id('tone')]).toMatchObject({ template: 'Two', from: { version: '1.0.1' } })
    expect(body.approvals.authors.map((author: { id: string }) => author.id)).toContain(office.reviewer.id)
    expect(body.approvals.given).toBe(0)
    expect(body.include_news).toEqual([])
    const again = await app.call('post', '/includes').send({}).expect(200)
    expect(again.body.prompt_set.revision).toBe(body.prompt_set.revision)
  })

  it('stays through a new draft, until it is taken newer, which makes a patch', async () => {
    const { content_digest } = await app.draft()
    await app.move({ status: 'LOCKED', content_digest }).expect(200)
    await relock(shared, 'tone', 'Two')
    await app.move({ status: 'LIVE' }).expect(200)
    expect(await app.draft()).toMatchObject({ proposed_version: null, include_news: [{ latest: '1.0.1' }] })
    await app.call('post', '/includes').send({}).expect(200)
    expect(await app.draft()).toMatchObject({
      proposed_version: '1.0.1',
      diff: { includes: [{ id: id('tone'), from: '1.0.0', to: '1.0.1' }] },
    })
  })

  it('that the draft does not carry can not be taken', async () => {
    const response = await app
      .call('post', '/includes')
      .send({ ids: [id('other')] })
      .expect(422)
    expect(response.body.error).toMatchObject({ code: 'include.unknown', details: { carried: [id('tone')] } })
  })

  it('that an edit in review adds is frozen with it, and one that is taken away and put back stays the same', async () => {
    const { content_digest } = await app.draft()
    await app.write(id('hi'), `${include('tone')}${include('other')}`)
    expect(Object.keys((await app.draft()).includes).sort()).toEqual([id('other'), id('tone')])
    await app.write(id('hi'), 'Nothing')
    expect((await app.draft()).includes).toEqual({})
    await relock(shared, 'tone', 'Two')
    await app.write(id('hi'), include('tone'))
    expect(await app.draft()).toMatchObject({ content_digest, approvals: { given: 1 } })
  })

  it('that an edit in review adds and nobody has is saved, and refused when locking', async () => {
    await app.write(id('hi'), include('nowhere'))
    const draft = await app.draft()
    expect(draft.blocked_by[0]).toMatchObject({ code: 'include.unknown' })
    const response = await app.move({ status: 'LOCKED', content_digest: draft.content_digest }).expect(422)
    expect(response.body.error.code).toBe('include.unknown')
  })
})
