import { describe, expect, it } from 'vitest'
import type { Delimiters, Variables } from '../protocol/documents.js'
import { compileTemplate } from './compiled-template.js'
import { includesFrom } from './include-source.js'
import { includesOf } from './includes-of.js'
import { renderTemplate } from './render-template.js'

const source = (template: string, variables: Variables = {}, delimiters: Delimiters | null = null) => ({
  template,
  delimiters,
  variables,
})
const raised = (code: string, details: unknown) => expect.objectContaining({ code, details })

describe('an include', () => {
  it('comes from the given map only, by own names', () => {
    const includes = { p: source('text') }
    expect(renderTemplate('{{> p}}', {}, { includes })).toBe('text')
    for (const id of ['other', 'constructor', '__proto__', 'toString']) {
      expect(() => renderTemplate(`{{> ${id}}}`, {}, { includes })).toThrow(
        raised('template.include_missing', { id, chain: [] }),
      )
    }
  })

  it('is refused by name where it is missing in an include, with the way there', () => {
    const includes = { a: source('{{> b}}'), b: source('{{> c}}') }
    expect(() => renderTemplate('{{> a}}', {}, { includes })).toThrow(
      raised('template.include_missing', { id: 'c', chain: ['a', 'b'], include: 'b' }),
    )
  })

  it('is missing even where its section would not show', () => {
    expect(() => renderTemplate('{{#s}}{{> p}}{{/s}}', {})).toThrow(
      expect.objectContaining({ code: 'template.include_missing' }),
    )
  })

  it('reads tags by its own delimiters', () => {
    const includes = { p: source('<%v%> {{v}}', {}, ['<%', '%>']) }
    expect(renderTemplate('{{v}} {{> p}} {{v}}', { v: 1 }, { includes })).toBe('1 1 {{v}} 1')
  })

  it('is the same to a template with other delimiters', () => {
    const options = { includes: { p: source('{{v}} [[v]]') }, delimiters: ['[[', ']]'] } satisfies object
    expect(renderTemplate('[[v]] [[> p]] {{v}}', { v: 1 }, { ...options, delimiters: ['[[', ']]'] })).toBe(
      '1 1 [[v]] {{v}}',
    )
  })

  it('that cannot be read is named in the error', () => {
    expect(() => renderTemplate('{{> p}}', {}, { includes: { p: source('a\n{{#b}}') } })).toThrow(
      expect.objectContaining({
        code: 'template.syntax',
        message: expect.stringContaining('In the include p: Line 2, column 1'),
        details: expect.objectContaining({ include: 'p', line: 2, column: 1 }),
      }),
    )
  })
})

describe('a cycle of includes is refused with its names', () => {
  it.each([
    ['one that includes itself', { a: '{{> a}}' }, ['a', 'a']],
    ['two', { a: '{{> b}}', b: 'x {{> a}}' }, ['a', 'b', 'a']],
    ['one behind a chain', { a: '{{> b}}', b: '{{> c}}', c: '{{> b}}' }, ['b', 'c', 'b']],
    ['one that a section guards', { a: '{{#next}}{{> a}}{{/next}}' }, ['a', 'a']],
    ['one on lines of their own', { a: ' {{> b}}\n', b: ' {{> a}}\n' }, ['a', 'b', 'a']],
  ])('%s', (_, templates: Record<string, string>, cycle) => {
    const includes = Object.fromEntries(Object.entries(templates).map(([id, text]) => [id, source(text)]))
    expect(() => renderTemplate('{{> a}}', {}, { includes })).toThrow(
      expect.objectContaining({ code: 'template.include_cycle', details: expect.objectContaining({ cycle }) }),
    )
  })

  it('but the same include twice, or by two ways, is none', () => {
    const includes = { a: source('{{> c}}'), b: source('{{> c}}{{> c}}'), c: source('.') }
    expect(renderTemplate('{{> a}}{{> b}}{{> a}}', {}, { includes })).toBe('....')
  })
})

describe('what an include declares', () => {
  const variable = { type: 'string', required: true, default: null, description: '' } as const

  it('gives its defaults where nothing else has the name', () => {
    const includes = { p: source('{{tone}}', { tone: { ...variable, default: 'warm' } }) }
    expect(renderTemplate('{{> p}}', {}, { includes })).toBe('warm')
    expect(renderTemplate('{{> p}}', { tone: 'dry' }, { includes })).toBe('dry')
    expect(renderTemplate('{{#s}}{{> p}}{{/s}}', { s: { tone: 'inner' } }, { includes })).toBe('inner')
  })

  it('yields to what the prompt itself declares', () => {
    const includes = { p: source('{{tone}}', { tone: { ...variable, default: 'warm' } }) }
    const declared = { tone: { ...variable, default: 'dry' } }
    expect(renderTemplate('{{> p}}', {}, { includes, declared })).toBe('dry')
  })

  it('may be absent where it is optional', () => {
    const includes = { p: source('<{{note}}>', { note: { ...variable, required: false } }) }
    expect(renderTemplate('{{> p}}', {}, { includes })).toBe('<>')
  })

  it('is required only where the include shows', () => {
    const includes = { p: source('{{name}}', { name: variable }) }
    expect(renderTemplate('{{#s}}{{> p}}{{/s}}ok', {}, { includes })).toBe('ok')
    expect(() => renderTemplate('{{> p}}', {}, { includes })).toThrow(raised('variable.missing', { names: ['name'] }))
  })

  it('is checked against the values at hand, not those further out', () => {
    const includes = { p: source('{{name}}', { name: variable }) }
    expect(renderTemplate('{{#u}}{{> p}}{{/u}}', { u: { name: 'Ada' }, name: 7 }, { includes })).toBe('Ada')
    expect(() => renderTemplate('{{> p}}', { name: 7 }, { includes })).toThrow(
      raised('variable.type', { name: 'name', expected: 'a string', got: 'number' }),
    )
  })
})

it('looks includes up when it is first needed, not before and not again', () => {
  const asked: string[] = []
  const resolve = includesFrom({ p: source('{{a}}') })
  const template = compileTemplate(source('{{> p}}{{> p}}'), (id) => {
    asked.push(id)
    return resolve(id)
  })
  expect(asked).toEqual([])
  template.prepare()
  const after = [...asked]
  expect([template.render({ a: 1 }), template.render({ a: 2 })]).toEqual(['11', '22'])
  expect(asked).toEqual(after)
})

it.each([
  ['', []],
  ['{{a}}', []],
  ['{{> a}}{{#s}}{{> b.c}}{{^t}}{{>d}}{{/t}}{{/s}}{{> a}}', ['a', 'b.c', 'd']],
])('knows what %j includes', (template, ids) => {
  expect(includesOf(template)).toEqual(ids)
})

it('knows includes by the delimiters of the template', () => {
  expect(includesOf('<%> a%>{{> b}}', ['<%', '%>'])).toEqual(['a'])
})
