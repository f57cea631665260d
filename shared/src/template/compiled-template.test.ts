import { describe, expect, it } from 'vitest'
import type { Variables } from '../protocol/documents.js'
import { compileTemplate } from './compiled-template.js'
import type { IncludeSource } from './include-source.js'

const source = (template: string, variables: Variables = {}): IncludeSource => ({
  template,
  delimiters: null,
  variables,
})
const nowhere = (): undefined => undefined
const text = { type: 'string', required: true, default: null, description: '' } as const

describe('a compiled template', () => {
  it('renders again and again, each time from the values of that call alone', () => {
    const template = compileTemplate(source('{{a}}{{#l}}<{{.}}>{{/l}}'), nowhere)
    expect(template.render({ a: 1, l: [1, 2] })).toBe('1<1><2>')
    expect(template.render({ a: 2 })).toBe('2')
    expect(() => template.render({})).toThrow(expect.objectContaining({ details: { names: ['a'] } }))
    expect(template.render({ a: 3, l: [3] })).toBe('3<3>')
  })

  it('may render while it renders', () => {
    const template = compileTemplate(source('({{a}})'), nowhere)
    const values = { a: { toJSON: () => template.render({ a: 'inner' }) } }
    expect(template.render(values)).toBe('((inner))')
  })

  it('is not read before it is needed', () => {
    const broken = compileTemplate(source('{{#a}}'), nowhere)
    expect(() => broken.prepare()).toThrow(expect.objectContaining({ code: 'template.syntax' }))
    expect(() => broken.render({ a: 1 })).toThrow(expect.objectContaining({ code: 'template.syntax' }))
  })

  it('renders once its include has come', () => {
    const parts = new Map<string, IncludeSource>()
    const template = compileTemplate(source('{{> p}}'), (id) => parts.get(id))
    expect(() => template.render({})).toThrow(expect.objectContaining({ code: 'template.include_missing' }))
    parts.set('p', source('here'))
    expect(template.render({})).toBe('here')
  })

  it('does not change the values it is given, nor its own defaults', () => {
    const list = Object.freeze(['a'])
    const declared: Variables = { l: { ...text, type: 'list', default: list }, n: { ...text, default: 'n' } }
    const values = Object.freeze({ x: Object.freeze({ b: 1, a: 2 }) })
    const template = compileTemplate(source('{{x}}{{#l}}{{.}}{{/l}}{{n}}', declared), nowhere)
    expect([template.render(values), template.render(values)]).toEqual(['{"a":2,"b":1}an', '{"a":2,"b":1}an'])
  })
})

describe('a string that is declared', () => {
  const declared = { a: text, b: { ...text, default: 'B' }, c: { ...text, required: false } }

  it.each([
    ['{{a}}{{b}}{{c}}', { a: 'x', b: 'y', c: 'z' }, 'xyz'],
    ['{{a}}{{b}}{{c}}', { a: 'x' }, 'xB'],
    ['{{a}}{{b}}{{c}}', { a: 'x', c: null }, 'xB'],
    ['{{{a}}}{{&a}}{{a}}', { a: '' }, ''],
    ['{{#s}}{{a}}{{/s}}', { a: 'x', s: { a: 7 } }, '7'],
    ['{{#s}}{{a}}{{/s}}{{a}}', { a: 'x', s: true }, 'xx'],
  ])('renders %s with %j', (template, values, expected) => {
    expect(compileTemplate(source(template, declared), nowhere).render(values)).toBe(expected)
  })

  it.each([
    ['shown', '{{a}}'],
    ['shown twice', '{{a}}{{a}}'],
    ['shown in a section that hides', '{{#no}}{{a}}{{/no}}'],
    ['shown in a section that shows', '{{#s}}{{a}}{{/s}}'],
    ['a condition', '{{#a}}x{{/a}}'],
    ['not used', 'x'],
  ])('is refused by its type when it is %s', (_, template) => {
    const compiled = compileTemplate(source(template, declared), nowhere)
    for (const value of [7, null, ['x'], { s: 1 }]) {
      expect(() => compiled.render({ a: value, s: true })).toThrow(
        expect.objectContaining({ code: 'variable.type', details: expect.objectContaining({ name: 'a' }) }),
      )
    }
    expect(() => compiled.render({ s: true })).toThrow(
      expect.objectContaining({ code: 'variable.missing', details: { names: ['a'] } }),
    )
  })

  it('is refused by its type even where missing ones are left empty', () => {
    const compiled = compileTemplate(source('{{a}}', declared), nowhere)
    expect(() => compiled.render({ a: 7 }, 'empty')).toThrow(expect.objectContaining({ code: 'variable.type' }))
    expect(compiled.render({}, 'empty')).toBe('')
  })
})
