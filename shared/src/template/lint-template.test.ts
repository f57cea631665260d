import mustache from 'mustache'
import { describe, expect, it } from 'vitest'
import type { Variable } from '../protocol/documents.js'
import { lintTemplate, type LintOptions } from './lint-template.js'

const variable: Variable = { type: 'string', required: true, default: null, description: '' }
const codes = (template: string, options?: LintOptions): string[] =>
  lintTemplate(template, options).map(({ code }) => code)

describe('a good template has no findings', () => {
  it.each([
    'plain',
    '{{name}} {{user.name}} {{.}} {{first_name}} {{first-name}} {{имя}} {{名前}} {{items.0}}',
    '{{#a}}{{^b}}{{c}}{{/b}}{{/a}}{{> shared.tone}}{{! any "thing" at all }}',
    '{ "json": 1 }',
    '{{=<% %>=}}{{"json": 1}}<%a%>',
  ])('%j', (template) => {
    expect(lintTemplate(template, { mustacheParse: (text, tags) => mustache.parse(text, tags) })).toEqual([])
  })
})

describe('a tag that names nothing is an error with its place and the fix', () => {
  it.each([
    ['a\n {{"json": 1}}', 2, 2, /choose other delimiters/],
    ['{{code here}}', 1, 1, /“code here” is not a name/],
    ['{{a..b}}', 1, 1, /not a name/],
    ['{{.a}}', 1, 1, /not a name/],
    ['{{a.}}', 1, 1, /not a name/],
    ['{{a|upper}}', 1, 1, /not a name/],
    ['{{#a b}}{{/a b}}', 1, 1, /not a name/],
    [`{{${'x y'.repeat(40)}}}`, 1, 1, /…” is not a name/],
    ['{{#if a}}{{/if a}}', 1, 1, /Handlebars/],
    ['{{@index}}', 1, 1, /Handlebars/],
    ['{{$block}}', 1, 1, /inheritance.*include/],
    ['{{<parent}}', 1, 1, /inheritance/],
  ])('%j', (template, line, column, message) => {
    expect(lintTemplate(template)).toEqual([
      { code: 'tag.not_a_name', severity: 'error', line, column, message: expect.stringMatching(message) },
    ])
  })

  it('and names the delimiters of the template in the fix', () => {
    expect(lintTemplate('<% a b %>', { delimiters: ['<%', '%>'] })[0]?.message).toMatch(/needs <%, choose other/)
  })

  it('and each one is told', () => {
    expect(codes('{{a b}}{{#c d}}{{e f}}{{/c d}}{{> g h}}')).toEqual([
      'tag.not_a_name',
      'tag.not_a_name',
      'tag.not_a_name',
      'include.not_an_id',
    ])
  })
})

describe('what a render would throw is found', () => {
  it.each([
    ['x\n{{a', 'template.syntax', 2, 1],
    ['{{#a}}\n {{/b}}', 'template.syntax', 2, 2],
    ['{{#a}}'.repeat(200), 'template.too_deep', 1, 1],
    ['x'.repeat(1_000_001), 'template.too_large', 1, 1],
  ])('%.20s', (template, code, line, column) => {
    expect(lintTemplate(template)).toEqual([expect.objectContaining({ code, line, column, severity: 'error' })])
  })

  it('for includes where they are given', () => {
    const part = (template: string) => ({ template, delimiters: null, variables: {} })
    const includes = { a: part('{{> b}}'), b: part('{{> a}}'), bad: part('\n\n{{') }
    expect(codes('{{> c}}')).toEqual([])
    expect(codes('{{> c}}', { includes })).toEqual(['template.include_missing'])
    expect(codes('{{> a}}', { includes })).toEqual(['template.include_cycle'])
    expect(lintTemplate('{{> bad}}', { includes })).toEqual([
      expect.objectContaining({
        code: 'template.syntax',
        line: 1,
        column: 1,
        message: expect.stringMatching(/include bad/),
      }),
    ])
  })
})

describe('declarations are compared with what is used', () => {
  it('a variable used but not declared is a warning at its first use', () => {
    expect(lintTemplate('a\n{{b}} {{c.d}} {{b}}', { declared: { b: variable } })).toEqual([
      expect.objectContaining({ code: 'variable.undeclared', severity: 'warning', line: 2, column: 7 }),
    ])
  })

  it('names within sections and conditions may come from elsewhere', () => {
    expect(codes('{{#items}}{{title}}{{/items}}{{^none}}{{/none}}', { declared: {} })).toEqual([])
  })

  it('a variable declared but not used is a warning, unless an include uses it', () => {
    const declared = { a: variable }
    const includes = { p: { template: '{{a}}', delimiters: null, variables: {} } }
    expect(codes('x', { declared })).toEqual(['variable.unused'])
    expect(codes('{{> p}}', { declared, includes })).toEqual([])
  })

  it('a default that is not of its type is an error', () => {
    expect(lintTemplate('{{a}}', { declared: { a: { ...variable, default: 7 } } })).toEqual([
      expect.objectContaining({
        code: 'variable.wrong_default',
        severity: 'error',
        message: expect.stringMatching(/a is not of its type, string/),
      }),
    ])
  })
})

it('a template that mustache reads differently is an error', () => {
  expect(codes('{{a}}', { mustacheParse: () => [['text', '{{a}}', 0, 5]] })).toEqual(['template.not_portable'])
})
