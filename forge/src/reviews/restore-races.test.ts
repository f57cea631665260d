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
  await set.write(id('a'), 'One')
  await lock(set, office.reviewer)
  await set.move({ status: 'LIVE' }).expect(200)
  await set.write(id('a'), 'Two')
  await set.write(id('b'), 'New')
})

const id = (name: string): string => `q${count}.${name}`
const restore = (version: string, etag: string, desk = set) =>
  desk.call('post', `/versions/${version}/restore`).set('If-Match', etag)
const etagOf = async (): Promise<string> => (await set.call('get')).headers['etag'] ?? ''
const textsOf = async (): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries((await set.draft()).snapshot).map(([name, prompt]) => [
      name,
      prompt.kind === 'text' ? prompt.template : prompt.messages,
    ]),
  )
const statusesOf = (answers: readonly { status: number }[]): number[] =>
  answers.map(({ status }) => status).toSorted((one, other) => one - other)
const digestOf = async (version: string): Promise<string> =>
  (await set.call('get', `/versions/${version}`)).body.content_digest

describe('at the same moment', () => {
  it('of a restore and an edit of what it would replace exactly one wins, and nothing unseen is lost', async () => {
    const etag = await etagOf()
    const [restored, edited] = await Promise.all([
      restore('1.0.0', etag, set.as(office.reviewer)),
      set
        .call('put', '/prompts')
        .set('If-Match', etag)
        .send({ prompts: { [id('b')]: { kind: 'text', template: 'Edited' } } }),
    ])
    expect(statusesOf([restored, edited])).toEqual([200, 412])
    expect(await textsOf()).toEqual(
      restored.status === 200 ? { [id('a')]: 'One' } : { [id('a')]: 'Two', [id('b')]: 'Edited' },
    )
  })

  it('two restores of different versions end in one of them, whole', async () => {
    await lock(set, office.reviewer)
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write(id('c'), 'Three')
    const etag = await etagOf()
    const answers = await Promise.all([restore('1.0.0', etag), restore('1.1.0', etag, set.as(office.reviewer))])
    expect(statusesOf(answers)).toEqual([200, 412])
    const won = answers[0].status === 200 ? '1.0.0' : '1.1.0'
    expect((await set.draft()).content_digest).toBe(await digestOf(won))
  })

  it('a restore and a lock end in the lock of what was approved, or in a draft that says what was restored', async () => {
    await set.move({ status: 'REVIEW' }).expect(200)
    await set.as(office.reviewer).approve()
    const [{ content_digest }, etag] = [await set.draft(), await etagOf()]
    const [locked, restored] = await Promise.all([
      set.move({ status: 'LOCKED', content_digest }),
      restore('1.0.0', etag, set.as(office.reviewer)),
    ])
    expect(restored.status).toBe(200)
    expect([200, 409]).toContain(locked.status)
    const draft = await set.draft()
    expect(draft.content_digest).toBe(await digestOf('1.0.0'))
    expect(draft.locked_version).toBe(locked.status === 200 ? '1.1.0' : '1.0.0')
    if (locked.status === 200) expect(await digestOf('1.1.0')).toBe(content_digest)
  })
})

describe('a restore', () => {
  it('brings back every field of a prompt: messages, tags, variables and metadata', async () => {
    const chat = {
      kind: 'chat',
      messages: [
        { role: 'system', template: 'Be <%mood%>' },
        { role: 'user', template: '{{literal}}' },
      ],
      delimiters: ['<%', '%>'],
      variables: { mood: { type: 'enum', values: ['kind', 'terse'], required: false, default: 'kind' } },
      metadata: { owner: { team: 'x' } },
    }
    const put = async (prompts: object) =>
      set
        .call('put', '/prompts')
        .set('If-Match', await etagOf())
        .send({ prompts })
        .expect(200)
    await put({ [id('chat')]: chat })
    await lock(set, office.reviewer)
    await set.move({ status: 'LIVE' }).expect(200)
    await put({ [id('chat')]: { kind: 'text', template: 'Now a text' } })
    await restore('1.1.0', await etagOf()).expect(200)
    const { snapshot, content_digest } = await set.draft()
    expect(snapshot[id('chat')]).toMatchObject({ ...chat, variables: { mood: { values: ['kind', 'terse'] } } })
    expect(content_digest).toBe(await digestOf('1.1.0'))
  })

  it('of hundreds of prompts is one edit', async () => {
    const many = Array.from({ length: 250 }, (_, n) => [id(`many-${n}`), { kind: 'text', template: `Text ${n}` }])
    await set
      .call('put', '/prompts')
      .send({ prompts: Object.fromEntries(many) })
      .expect(200)
    await lock(set, office.reviewer)
    const before = (await set.call('get')).body.revision
    const gone = await restore('1.0.0', await etagOf()).expect(200)
    expect([gone.body.removed.length, gone.body.prompt_set.revision]).toEqual([251, before + 1])
    const back = await restore('1.1.0', await etagOf()).expect(200)
    expect([back.body.created.length, back.body.changed]).toEqual([251, [id('a')]])
    expect((await set.draft()).content_digest).toBe(await digestOf('1.1.0'))
  })

  it('of a pre-release is possible too, and a lock makes a locked version of it', async () => {
    const place = `/projects/${office.projectId}/environments/development/publications`
    const input = { kind: 'publish', sets: [{ prompt_set_id: set.id, draft: true }] }
    await office.author.call('post', place).send(input).expect(201)
    await set.write(id('b'), 'Not so good')
    await restore('1.1.0-live.1', await etagOf()).expect(200)
    expect(await textsOf()).toEqual({ [id('a')]: 'Two', [id('b')]: 'New' })
    const locked = await lock(set, office.reviewer)
    expect([locked.version, locked.content_digest]).toEqual(['1.1.0', await digestOf('1.1.0-live.1')])
  })
})
