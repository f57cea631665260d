import { LIMITS } from '@anvil/shared'
import type { ImportMap } from '@anvil/shared/api'
import { describe, expect, it } from 'vitest'
import { readItems } from './read-items.js'

const options = { dry_run: false, as: 'literal' } as const
const csv = (content: string, map: ImportMap = {}) => readItems({ format: 'csv', content, map, ...options })
const json = (value: unknown, map: ImportMap = {}) =>
  readItems({ format: 'json', content: typeof value === 'string' ? value : JSON.stringify(value), map, ...options })
const files = (...names: string[]) =>
  readItems({ format: 'files', files: names.map((name) => ({ name, text: 'x' })), ...options })

describe('the prompts of a CSV file', () => {
  it('are its rows, by the line at which each begins', () => {
    expect(csv('id,title,text\na,A,"one\ntwo"\nb,,three')).toEqual([
      { source: 'line 2', id: 'a', title: 'A', notes: [], said: { text: 'one\ntwo' } },
      { source: 'line 4', id: 'b', notes: [], said: { text: 'three' } },
    ])
  })

  it.each([
    ['\uFEFFact,prompt\r\nChef,Cook\r\n'],
    ['act,prompt\rChef,Cook\r'],
    ['Prompt,ACT\nCook,Chef'],
    ['"act","prompt"\n"Chef","Cook"'],
    ['name,content,for_devs\nChef,Cook,TRUE'],
    ['\n\nact,prompt\n\nChef,Cook\n\n'],
  ])('are read alike however they are written: %j', (content) => {
    expect(csv(content)).toMatchObject([{ title: 'Chef', said: { text: 'Cook' } }])
  })

  it('keep spaces, empty texts and texts of a million letters as they are', () => {
    const huge = 'é"'.repeat(500_000)
    const texts = csv(`title,text\na,"  x  "\nb,\nc,"${huge.replaceAll('"', '""')}"`).map(({ said }) => said)
    expect(texts).toEqual([{ text: '  x  ' }, { text: '' }, { text: huge }])
  })

  it('take the named columns before those of usual names', () => {
    const content = 'title,text,slug,body\nT,X,s,B'
    expect(csv(content, { id: 'slug', text: 'body' })).toMatchObject([{ id: 's', title: 'T', said: { text: 'B' } }])
    expect(csv(content)).toMatchObject([{ title: 'T', said: { text: 'X' } }])
  })

  it('take the more usual name where there are two', () => {
    expect(csv('name,title,prompt,text\nN,T,P,X')).toMatchObject([{ title: 'T', said: { text: 'X' } }])
  })

  it('are refused alone where a row has another number of fields', () => {
    const [short, good, long] = csv('title,text\na\nb,B\nc,C,more')
    expect(short?.said).toEqual({
      refused: expect.stringContaining('Line 2 has 1 fields, where the first row names 2.'),
    })
    expect(good?.said).toEqual({ text: 'B' })
    expect(long).toMatchObject({ title: 'c', said: { refused: expect.stringContaining('Line 4 has 3 fields') } })
  })

  it.each<[string, string, ImportMap, RegExp]>([
    ['is empty', '', {}, /^The file is empty\. Its first row names the columns/],
    ['holds line ends only', '\r\n\n \n', {}, /^The file is empty/],
    ['has no column for the text', 'title,who\na,b', {}, /what the prompts say\. There are: title, who\. .*"text"\.$/],
    ['has no column for the title', 'text,who\na,b', {}, /what the prompts are called\. .*"title"\.$/],
    ['lacks the named column', 'title,text\na,b', { text: 'body' }, /^There is no body to take the text from\./],
    ['is asked for a column in other letters', 'title,text\na,b', { text: 'Text' }, /^There is no Text/],
    ['has two columns of a name', 'title,text,text\na,b,c', {}, /^2 columns are called text\./],
    ['never ends a quotation', 'title,text\na,"b', {}, /row of line 2 never ends/],
  ])('can not be found where it %s', (_what, content, map, message) => {
    expect(() => csv(content, map)).toThrowError(
      expect.objectContaining({ code: 'import.malformed', message: expect.stringMatching(message) }),
    )
  })

  it('tell twenty names of columns at most', () => {
    const names = Array.from({ length: 30 }, (_, at) => `c${at}`).join(',')
    expect(() => csv(`${names}\n`)).toThrowError(/c18, c19\. Name one/)
  })
})

describe('the prompts of a JSON file', () => {
  it('are texts by their ids, and what is no text is refused alone', () => {
    expect(json({ a: 'A', b: 7, c: null, d: ['x'] }).map(({ id, said }) => [id, said])).toEqual([
      ['a', { text: 'A' }],
      ...['b', 'c', 'd'].map((id) => [id, { refused: 'Its value is no text.' }]),
    ])
  })

  it('are the objects of a list, whose fields need not be the same', () => {
    expect(json([{ act: 'Chef', prompt: 'Cook' }, { id: 'b', prompt: 'B' }, { act: '' }])).toEqual([
      { source: 'item 1', title: 'Chef', notes: [], said: { text: 'Cook' } },
      { source: 'item 2', id: 'b', notes: [], said: { text: 'B' } },
      { source: 'item 3', notes: [], said: { refused: 'The field prompt of item 3 is no text.' } },
    ])
  })

  it('are refused one by one where they are no objects', () => {
    const [, ...others] = json([{ title: 'a', text: 'A' }, 'b', null, ['c']])
    expect(others.map(({ said }) => said)).toEqual(
      [2, 3, 4].map((at) => ({ refused: `The item ${at} of the list is no object.` })),
    )
  })

  it('are none of an empty list or object', () => {
    expect([json([]), json({}), json('\uFEFF[]')]).toEqual([[], [], []])
  })

  it.each([
    ['"text"', /neither a list of objects nor an object of texts/],
    ['null', /neither a list of objects nor an object of texts/],
    ['{"a":"1","a":"2"}', /^The file can't be read as JSON\. /],
    ['{"a":"1"', /^The file can't be read as JSON\. /],
    ['', /^The file can't be read as JSON\. /],
    ['['.repeat(LIMITS.jsonDepth + 2), /^The file can't be read as JSON\. /],
    ['[1,2]', /There are no names at all\./],
    ['{"format":"anvil.export","version":9}', /Import it in the format anvil\./],
  ])('can not be found in %j', (content, message) => {
    expect(() => json(content)).toThrowError(
      expect.objectContaining({ code: 'import.malformed', message: expect.stringMatching(message) }),
    )
  })
})

describe('the prompts of files', () => {
  it('are named by their folders and names, without the kind of file', () => {
    expect(
      files('Support/Éclair Chef.md', 'a.b.TXT', '翻訳.markdown').map(({ proposed, title }) => [proposed, title]),
    ).toEqual([
      ['support.eclair-chef', 'Éclair Chef'],
      ['a-b', 'a.b'],
      [expect.stringMatching(/^prompt-[0-9a-f]{8}$/), '翻訳'],
    ])
  })

  it.each(['../a.md', 'a/../b.md', '/etc/a.md', 'a//b.md', './a.md', 'a\\b.md', 'C:a.md', 'a\0.md'])(
    'are refused where a name leads elsewhere: %j',
    (name) => {
      expect(files(name)).toMatchObject([{ said: { refused: expect.stringContaining('leads out of the folder') } }])
    },
  )

  it.each(['a.pdf', 'README', 'a.md.exe', 'a.'])('are refused where the name is not that of a text: %j', (name) => {
    expect(files(name)).toMatchObject([{ said: { refused: expect.stringContaining('is not taken for text') } }])
  })

  it('have no byte order mark, and say so', () => {
    const [item] = readItems({ format: 'files', files: [{ name: 'a.md', text: '\uFEFF\uFEFFx' }], ...options })
    expect(item).toMatchObject({ said: { text: '\uFEFFx' }, notes: ['The byte order mark at its start is left out.'] })
  })
})
