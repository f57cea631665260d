import type { ImportPlan, ImportRow } from '@anvil/shared/api'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let office: Office
let set: PromptSetDesk
let prefix: string
let count = 0
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  set = await office.newSet(`Set ${(count += 1)}`)
  prefix = `s${count}`
})

const post = (body: object) => set.call('post', '/imports').send({ prefix, ...body })
const csv = (content: string, more: object = {}) => post({ format: 'csv', content, ...more })
const json = (value: unknown, more: object = {}) => post({ format: 'json', content: JSON.stringify(value), ...more })
const snapshot = async () => (await set.draft()).snapshot
const revision = async (): Promise<number> => (await set.call('get').expect(200)).body.revision
const rowsOf = ({ body }: { body: ImportPlan }) => body.rows.map(({ id, action }: ImportRow) => [id, action])

const PEOPLE =
  'act,prompt,for_devs\nLinux Terminal,Act as a terminal,TRUE\n"Poet, old","Say ""{{hi}}""\nand <%",FALSE\n'

describe('an import of CSV', () => {
  it('plans without a change, and says which tag marks it chose', async () => {
    const { body } = await csv(PEOPLE, { dry_run: true }).expect(200)
    expect(body).toMatchObject({ dry_run: true, revision: 1, counts: { create: 2, change: 0, same: 0, refuse: 0 } })
    expect(body.rows[1]).toEqual({
      source: 'line 3',
      id: `${prefix}.poet-old`,
      title: 'Poet, old',
      action: 'create',
      delimiters: ['[[', ']]'],
      notes: ['The text holds {{ or }}. Its tags are [[ ]], which are not in it.'],
    })
    expect([await snapshot(), await revision()]).toEqual([{}, 1])
  })

  it('stores every text in one edit, with its title, and changes nothing when it is repeated', async () => {
    const { body, headers } = await csv(PEOPLE).expect(200)
    expect([body.revision, headers['etag']]).toEqual([2, '"2"'])
    expect((await snapshot())[`${prefix}.poet-old`]).toMatchObject({
      kind: 'text',
      template: 'Say "{{hi}}"\nand <%',
      delimiters: ['[[', ']]'],
      variables: {},
      metadata: { title: 'Poet, old' },
    })
    const reviewer = set.as(office.reviewer)
    const again = await reviewer.call('post', '/imports').send({ format: 'csv', content: PEOPLE, prefix }).expect(200)
    expect(again.body).toMatchObject({ revision: 2, counts: { create: 0, change: 0, same: 2 } })
    expect((await set.draft()).approvals.authors.map(({ id }) => id)).toEqual([office.author.id])
    const trail = await forge.ctx.db('audit_entries').where({ action: 'prompts.imported', target: set.id })
    expect(trail.map(({ details }) => details)).toEqual([
      { prompt_set_id: set.id, revision: 2, format: 'csv', created: 2, changed: 0 },
    ])
  })

  it('changes what is there only for who saw it, and keeps what was added to it', async () => {
    await csv('title,text\nA,one\nB,two').expect(200)
    const etag = (await set.call('get', `/prompts/${prefix}.a`)).headers['etag'] ?? ''
    const noted = { kind: 'text', template: 'one', metadata: { title: 'A', owner: 'ada' } }
    await set.call('put', `/prompts/${prefix}.a`).set('If-Match', etag).send(noted).expect(200)
    const next = 'title,text\nA,uno\nB,two\nC,three'
    expect((await csv(next).expect(428)).body.error.code).toBe('request.precondition_required')
    expect((await csv(next).set('If-Match', '"2"').expect(412)).body.error.details.current.revision).toBe(3)
    expect((await csv(next).set('If-None-Match', '*').expect(412)).body.error.details.existing).toHaveLength(2)
    const done = await csv(next).set('If-Match', '"3"').expect(200)
    expect(rowsOf(done)).toEqual([
      [`${prefix}.a`, 'change'],
      [`${prefix}.b`, 'same'],
      [`${prefix}.c`, 'create'],
    ])
    const stored = await set.call('get', `/prompts/${prefix}.a`)
    expect(stored.body).toMatchObject({ template: 'uno', revision: 3, metadata: { title: 'A', owner: 'ada' } })
  })

  it('takes named columns, and texts as templates, with what is wrong with them', async () => {
    const content = 'slug,body\nhello,Hi {{name}}\nbroken,{{#x}}'
    const { body } = await csv(content, { map: { id: 'slug', text: 'body' }, as: 'template' }).expect(200)
    expect(body.rows.map(({ notes }: ImportRow) => notes)).toEqual([[], [expect.stringMatching(/^error 1:1 /)]])
    const { variables, delimiters } = (await snapshot())[`${prefix}.hello`] ?? {}
    expect([Object.keys(variables ?? {}), delimiters]).toEqual([['name'], null])
  })

  it('gives titles that come twice ids of their own, and reports them', async () => {
    const { body } = await csv('id,title,text\n,Coach,1\n,coach!,2\ncoach-2,Other,3\n,COACH,4').expect(200)
    expect(body.rows.map(({ id, notes }: ImportRow) => [id, notes.length])).toEqual([
      [`${prefix}.coach`, 0],
      [`${prefix}.coach-3`, 1],
      [`${prefix}.coach-2`, 0],
      [`${prefix}.coach-4`, 1],
    ])
    expect(body.rows[1].notes[0]).toBe(`The id ${prefix}.coach is that of line 2, so this is ${prefix}.coach-3.`)
  })

  it.each([
    ['a column that is not there', 'title,text\na,b', { map: { text: 'body' } }, /no body to take the text from/],
    ['two columns of one name', 'title,text,text\na,b,c', {}, /2 columns are called text/],
    ['no text column', 'title,words\na,b', {}, /known to be what the prompts say. There are: title, words/],
    ['no title column', '__proto__,text\na,b', {}, /known to be what the prompts are called/],
    ['an empty file', '', {}, /The file is empty/],
    ['a quotation without end', 'title,text\na,"b', {}, /row of line 2 never ends/],
  ])('refuses %s', async (_what, content, more, message) => {
    const { body } = await csv(content, more).expect(422)
    expect(body.error).toMatchObject({ code: 'import.malformed', message: expect.stringMatching(message) })
  })
})

describe('an import of JSON', () => {
  it('takes texts by their ids, and lists of objects', async () => {
    expect(rowsOf(await json({ 'a.b': 'one', c: '{{two}}' }).expect(200))).toEqual([
      [`${prefix}.a.b`, 'create'],
      [`${prefix}.c`, 'create'],
    ])
    const list = [
      { id: 'c', text: '{{two}}' },
      { name: 'Übung', text: 'drei' },
    ]
    expect(rowsOf(await json(list).expect(200))).toEqual([
      [`${prefix}.c`, 'same'],
      [`${prefix}.ubung`, 'create'],
    ])
  })

  it.each([
    ['a number', '7', /neither a list of objects nor an object/],
    ['no JSON', '{"a":', /can't be read as JSON/],
    ['a key that comes twice', '{"a":"1","a":"2"}', /same key twice/],
    ['__proto__', '{"__proto__":"x"}', /__proto__/],
    ['an escaped NUL', '{"a":"\\u0000"}', /NUL/],
    ['half of a surrogate pair', '{"a":"\\ud800"}', /surrogate/],
  ])('refuses %s', async (_what, content, message) => {
    const { body } = await post({ format: 'json', content }).expect(422)
    expect(body.error).toMatchObject({ code: 'import.malformed', message: expect.stringMatching(message) })
  })
})

describe('an import of text files', () => {
  const files = (list: [name: string, text: string][], more: object = {}) =>
    post({ format: 'files', files: list.map(([name, text]) => ({ name, text })), ...more })

  it('makes ids of their names, and keeps every byte but the mark of its encoding', async () => {
    const { body } = await files([
      ['Welcome.md', '# Hi {{name}}\r\n\n'],
      ['support/Erste Hilfe.txt', '\uFEFFHallo'],
      ['support/erste hilfe.MD', 'Servus'],
    ]).expect(200)
    expect(body.rows.map(({ id, source }: ImportRow) => [id, source])).toEqual([
      [`${prefix}.welcome`, 'Welcome.md'],
      [`${prefix}.support.erste-hilfe`, 'support/Erste Hilfe.txt'],
      [`${prefix}.support.erste-hilfe-2`, 'support/erste hilfe.MD'],
    ])
    const stored = await snapshot()
    expect(stored[`${prefix}.welcome`]).toMatchObject({ template: '# Hi {{name}}\r\n\n', delimiters: ['<%', '%>'] })
    expect(stored[`${prefix}.support.erste-hilfe`]).toMatchObject({ template: 'Hallo' })
  })

  it.each([
    '../up.md',
    'a/../../up.md',
    '/etc/motd.txt',
    'C:/motd.txt',
    'a\\b.md',
    './a.md',
    'a//b.md',
    '.md/',
    'run.sh',
    'x'.repeat(70).concat('/').repeat(3).concat('a.md'),
  ])('refuses the name %s', async (name) => {
    const { body } = await files([
      ['good.md', 'x'],
      [name, 'y'],
    ]).expect(422)
    expect(body.error).toMatchObject({
      code: 'import.refused',
      details: { rows: [{ source: name, action: 'refuse' }] },
    })
    expect(await snapshot()).toEqual({})
  })

  it('refuses NUL in a name, and no file at all', async () => {
    expect((await files([['a\0.md', 'x']])).body.error.code).toBe('json.forbidden_text')
    expect((await files([])).status).toBe(400)
  })
})

describe('an import is refused as a whole', () => {
  it('naming the rows that keep it from being done, and plans them in a dry run', async () => {
    const content = 'id,text\ngood,1\n../up,2\n/etc/passwd,3\ngood,4\n__proto__,5\n"junk" x,6\nshort\n,7'
    const { body } = await csv(content, { prefix: undefined }).expect(422)
    expect(body.error.code).toBe('import.refused')
    expect(body.error.message).toContain('of 8 prompts 7 can\'t be. line 3: "../up" can\'t be an id.')
    expect(body.error.details.rows.map(({ source }: ImportRow) => source)).toEqual(
      [3, 4, 5, 6, 7, 8, 9].map((line) => `line ${line}`),
    )
    expect(await snapshot()).toEqual({})
    const plan = await csv(content, { prefix: undefined, dry_run: true }).expect(200)
    expect(plan.body.counts).toEqual({ create: 1, change: 0, same: 0, refuse: 7 })
    expect(plan.body.rows[6].notes[0]).toContain('Line 8 has 1 fields, where the first row names 2')
  })

  it('where an id belongs to another set, by its name', async () => {
    const other = await office.newSet('Harbour')
    await other.call('put', '/prompts').send({ prompts: { [`${prefix}.a`]: { kind: 'text', template: 'x' } } })
    const { body } = await json({ a: '1', b: '2' }).expect(422)
    expect(body.error.details.rows).toMatchObject([
      { id: `${prefix}.a`, notes: [expect.stringContaining('The draft of Harbour has a prompt')] },
    ])
    expect(await snapshot()).toEqual({})
  })

  it('where values are no texts', async () => {
    const { body } = await json([{ title: 'A', text: 7 }, null, { title: 'B' }, { text: 'c' }]).expect(422)
    expect(body.error.details.rows.map(({ notes }: ImportRow) => notes[0])).toEqual([
      'The field text of item 1 is no text.',
      'The item 2 of the list is no object.',
      'The field text of item 3 is no text.',
      'It has neither an id nor a title.',
    ])
  })

  it('where the set is LOCKED, also as a dry run', async () => {
    await json({ a: '1' }).expect(200)
    await lock(set, office.reviewer)
    for (const dry_run of [true, false]) {
      const { body } = await json({ b: '2' }, { dry_run }).expect(409)
      expect(body.error.code).toBe('prompt_set.locked')
    }
  })

  it('where it asks for what there is not, or a text is too long', async () => {
    expect((await json({ a: '1' }, { as: 'poetry' })).status).toBe(400)
    expect((await post({ format: 'xml', content: '<a/>' })).status).toBe(400)
    expect((await json({ a: 'x'.repeat(1_000_001) }).expect(422)).body.error.message).toContain('1000001 characters')
  })
})

it('takes ten thousand prompts at once', async () => {
  const lines = Array.from({ length: 10_000 }, (_, index) => `Prompt ${index % 3},text ${index}`)
  const { body } = await csv(`title,text\n${lines.join('\n')}`).expect(200)
  expect(body.counts).toEqual({ create: 10_000, change: 0, same: 0, refuse: 0 })
  expect((await set.call('get')).body.prompt_count).toBe(10_000)
  expect(body.rows.at(-1)).toMatchObject({ id: `${prefix}.prompt-0-3334`, notes: [expect.any(String)] })
})

it('takes no more prompts than fit, and no larger request than others', async () => {
  const many = await csv(`id,text\n${Array.from({ length: 20_001 }, (_, index) => `a${index},b`).join('\n')}`)
  expect([many.status, many.body.error.message]).toEqual([413, expect.stringContaining('These are 20001 prompts')])
  const large = await csv(`id,text\na,${'x'.repeat(4 * 1024 * 1024)}`)
  expect([large.status, large.body.error.code]).toEqual([413, 'request.too_large'])
})

it('gives the same ids to one of two sets that import them at once', async () => {
  const rival = await office.newSet('Rival')
  const content = JSON.stringify(Object.fromEntries(['a', 'b', 'c', 'd'].map((id) => [id, id])))
  const body = { format: 'json', content, prefix }
  const answers = await Promise.all([set, rival].map((desk) => desk.call('post', '/imports').send(body)))
  const [won, lost] = answers.map(({ status }) => status).sort((one, other) => one - other)
  expect([won, lost === 409 || lost === 422]).toEqual([200, true])
  const counts = await Promise.all([set, rival].map(async (desk) => (await desk.call('get')).body.prompt_count))
  expect(counts).toEqual(expect.arrayContaining([0, 4]))
})
