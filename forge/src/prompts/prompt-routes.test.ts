import { LIMITS } from '@anvil/shared'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
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

const text = (template: string, more: object = {}) => ({ kind: 'text', template, ...more })
const at = (name: string) => `/prompts/p${count}.${name}`

async function revision(): Promise<number> {
  return (await set.call('get').expect(200)).body.revision
}

describe('a prompt', () => {
  it('is made once, read with an ETag and changed with it', async () => {
    const made = await set.call('put', at('hi')).set('If-None-Match', '*').send(text('Hi {{name}}')).expect(201)
    expect(made.body).toMatchObject({ id: `p${count}.hi`, prompt_set_id: set.id, revision: 1, delimiters: null })
    const read = await set.call('get', at('hi')).expect(200)
    expect(read.headers['etag']).toBe(made.headers['etag'])
    const changed = await set.call('put', at('hi')).set('If-Match', made.body.etag).send(text('Hello')).expect(200)
    expect(changed.body).toMatchObject({ template: 'Hello', revision: 2, updated_by: { id: office.author.id } })
    expect(changed.headers['etag']).not.toBe(made.headers['etag'])
    expect(await revision()).toBe(3)
  })

  it('answers the second of two editors with the text of the first, which stays', async () => {
    await set.write(`p${count}.hi`, 'ours')
    const { etag } = (await set.call('get', at('hi'))).body
    await set.as(office.reviewer).call('put', at('hi')).set('If-Match', etag).send(text('theirs')).expect(200)
    const late = await set.call('put', at('hi')).set('If-Match', etag).send(text('mine')).expect(412)
    expect(late.body.error).toMatchObject({
      code: 'request.precondition_failed',
      details: { current: { template: 'theirs', updated_by: { id: office.reviewer.id } } },
    })
    await set.call('put', at('hi')).set('If-Match', late.body.error.details.etag).send(text('both')).expect(200)
    expect((await set.call('get', at('hi'))).body.template).toBe('both')
  })

  it('is not changed, made twice or deleted by a request that did not look', async () => {
    await set.write(`p${count}.hi`, 'here')
    const refused = async (response: Promise<{ status: number; body: { error: { code: string } } }>) =>
      [(await response).status, (await response).body.error.code].join(' ')
    expect(await refused(set.call('put', at('hi')).send(text('blind')))).toBe('428 request.precondition_required')
    expect(await refused(set.call('delete', at('hi')))).toBe('428 request.precondition_required')
    const again = set.call('put', at('hi')).set('If-None-Match', '*').send(text('new'))
    expect(await refused(again)).toBe('412 request.precondition_failed')
    expect(await refused(set.call('delete', at('none')))).toBe('404 prompt.not_found')
    expect((await set.call('get', at('hi'))).body.template).toBe('here')
  })

  it('that was deleted and made again has another ETag than before', async () => {
    await set.write(`p${count}.hi`, 'one')
    const { etag } = (await set.call('get', at('hi'))).body
    await set.call('delete', at('hi')).set('If-Match', etag).expect(204)
    const gone = await set.call('put', at('hi')).set('If-Match', etag).send(text('late')).expect(412)
    expect(gone.body.error.details.current).toBeNull()
    await set
      .call('post', '/prompts')
      .send({ id: `p${count}.hi`, ...text('two') })
      .expect(201)
    await set.call('put', at('hi')).set('If-Match', etag).send(text('late')).expect(412)
  })

  it('that is sent as it stands changes nothing', async () => {
    await set.write(`p${count}.hi`, 'same')
    const before = await revision()
    await set.write(`p${count}.hi`, 'same')
    expect(await revision()).toBe(before)
    expect((await set.call('get', at('hi'))).body.revision).toBe(1)
  })

  it('keeps each kind of variable, delimiters, metadata and messages as they were sent', async () => {
    const prompt = {
      kind: 'chat',
      messages: [
        { role: 'system', template: 'Be [[tone]]. “quotes” \\ {{code here}}' },
        { role: 'user', template: '[[#items]][[.]], [[/items]]\r\n\t🜁 é e\u0301' },
      ],
      delimiters: ['[[', ']]'],
      variables: {
        tone: { type: 'enum', required: false, default: 'calm', description: 'd', values: ['calm', 'firm'] },
        items: { type: 'list', required: true, default: null, description: '' },
      },
      metadata: { n: 0.1, deep: [{ a: null }] },
    }
    const { body } = await set.call('put', at('chat')).send(prompt).expect(201)
    expect(body).toMatchObject(prompt)
    expect(body.problems).toEqual([])
    const { snapshot } = await set.draft()
    expect(snapshot[`p${count}.chat`]).toEqual(prompt)
  })

  it('is saved with its mistakes, and they are told', async () => {
    const { body } = await set.call('put', at('bad')).send(text('Hi {{#user}} {{"json": 1}}')).expect(201)
    expect(body.problems).toMatchObject([{ code: 'template.syntax', severity: 'error', line: 1 }])
    const unused = { variables: { old: { type: 'number' } } }
    const warned = await set.call('put', at('warn')).send(text('Hi {{name}}', unused)).expect(201)
    expect(warned.body.variables.old).toEqual({ type: 'number', required: true, default: null, description: '' })
    expect(warned.body.problems.map((problem: { code: string }) => problem.code)).toEqual([
      'variable.undeclared',
      'variable.unused',
    ])
  })
})

describe('ids', () => {
  it('are unique among the drafts of a project, and the refusal names who has one', async () => {
    await set.write(`p${count}.mine`, 'a')
    const other = await office.newSet('Other')
    const refused = await other.call('put', at('mine')).set('If-None-Match', '*').send(text('b')).expect(409)
    expect(refused.body.error).toMatchObject({ code: 'prompt.id_taken', details: { prompt_set_id: set.id } })
    expect(refused.body.error.message).toContain(`Set ${count}`)
    expect((await other.call('get')).body.prompt_count).toBe(0)
  })

  it('go to exactly one of two prompt sets that take them at once', async () => {
    const other = await office.newSet('Rival')
    const answers = await Promise.all([set, other].map((desk) => desk.call('put', at('race')).send(text('x'))))
    expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([201, 409])
  })

  it.each(['__proto__', 'constructor', 'a..b', 'ü', 'a b', '%2e%2e%2fx', 'x'.repeat(129)])(
    'may not be %s',
    async (id) => {
      const response = await set.call('put', `/prompts/${encodeURIComponent(id)}`).send(text('x'))
      expect([response.status, response.body.error.code]).toEqual([400, 'request.invalid'])
    },
  )
})

describe('text that can not be stored', () => {
  it('is refused when it is too long, with the limit', async () => {
    const fits = 'x'.repeat(LIMITS.templateCharacters)
    await set.call('put', at('long')).send(text(fits)).expect(201)
    const refused = await set
      .call('put', at('longer'))
      .send(text(`${fits}x`))
      .expect(413)
    expect(refused.body.error).toMatchObject({ code: 'request.too_large', details: { limit: fits.length } })
    const huge = await set
      .call('put', at('huge'))
      .send(text('x'.repeat(5_000_000)))
      .expect(413)
    expect(huge.body.error.code).toBe('request.too_large')
  })

  it.each([
    ['NUL', String.raw`{"kind":"text","template":"a\u0000b"}`],
    ['half a surrogate pair', String.raw`{"kind":"text","template":"a\ud800b"}`],
    ['a member named __proto__', '{"kind":"text","template":"a","metadata":{"__proto__":{"x":1}}}'],
  ])('is refused with %s', async (_name, body) => {
    const response = await set.call('put', at('odd')).type('json').send(body)
    expect([response.status, response.body.error.code]).toEqual([400, 'json.forbidden_text'])
  })

  it('is refused when it nests without end', async () => {
    const deep = `${'['.repeat(62)}${']'.repeat(62)}`
    const body = `{"kind":"text","template":"a","metadata":{"deep":${deep}}}`
    const response = await set.call('put', at('deep')).type('json').send(body)
    expect([response.status, response.body.error.code]).toEqual([400, 'json.too_deep'])
  })

  it('is refused with a field that nothing reads, so that no mistyped name is lost', async () => {
    const response = await set
      .call('put', at('typo'))
      .send(text('a', { varables: {} }))
      .expect(400)
    expect(response.body.error.message).toContain('varables')
  })
})

describe('the list of prompts', () => {
  it('comes in pages in order of the ids, and finds text in ids, templates and messages', async () => {
    const prompts = {
      [`p${count}.b`]: text('100% sure_thing'),
      [`p${count}.B`]: text('plain'),
      [`p${count}.a`]: { kind: 'chat', messages: [{ role: 'user', template: 'line\n"Quoted" naïve' }] },
    }
    await set.call('put', '/prompts').send({ prompts }).expect(200)
    const list = async (query: string): Promise<{ ids: string[]; next: string | null }> => {
      const { body } = await set.call('get', `/prompts?${query}`).expect(200)
      return { ids: body.prompts.map(({ id }: { id: string }) => id.split('.')[1]), next: body.next_cursor }
    }
    const first = await list('limit=2')
    expect(first.ids).toEqual(['B', 'a'])
    expect(await list(`limit=2&cursor=${first.next}`)).toEqual({ ids: ['b'], next: null })
    expect(await list(`limit=1&around=p${count}.a`)).toMatchObject({ ids: ['a'] })
    expect((await list(`limit=3&around=p${count}.a`)).ids).toEqual(['B', 'a', 'b'])
    expect(await list(`limit=3&around=p${count}.b&under=p${count}`)).toEqual({ ids: ['a', 'b'], next: null })
    expect((await list(`limit=3&around=p${count}.B&under=p${count}`)).ids).toEqual(['B', 'a', 'b'])
    expect((await list(`limit=3&around=p${count}.a&q=plain`)).ids).toEqual(['B'])
    const found = async (q: string) => (await list(`q=${encodeURIComponent(q)}`)).ids
    expect(await found('0% s')).toEqual(['b'])
    expect(await found('0%s')).toEqual([])
    expect(await found('sure_')).toEqual(['b'])
    expect(await found('sureX')).toEqual([])
    expect(await found('"quoted" naï')).toEqual(['a'])
    expect(await found(`p${count}.b`)).toEqual(['B', 'b'])
    const nul = await set.call('get', '/prompts?q=a%00').expect(400)
    expect(nul.body.error.code).toBe('json.forbidden_text')
  })
})
