import { describe, expect, it } from 'vitest'
import { variablesOf, type TemplateVariable } from './variables-of.js'

const shown = ({ name, required, use, within }: TemplateVariable): string =>
  [name, use, ...(required ? ['required'] : []), ...within.map((section) => `in ${section}`)].join(' ')
const part = (template: string) => ({ template, delimiters: null, variables: {} })

describe('the names a template uses', () => {
  it.each([
    ['plain', []],
    ['{{a}} {{{b}}} {{&c}} {{a}}', ['a value required', 'b value required', 'c value required']],
    ['{{user.name}} {{user.age}}', ['user object required']],
    ['{{#a}}x{{/a}}{{^b}}y{{/b}}', ['a condition', 'b condition']],
    ['{{#a}}{{a}}{{/a}}', ['a value']],
    ['{{#a}}{{b}}{{#c}}{{d}}{{/c}}{{/a}}', ['a condition', 'b value in a', 'c condition in a', 'd value in a in c']],
    ['{{#a}}{{b}}{{/a}}{{b}}', ['a condition', 'b value required in a']],
    ['{{#a.b}}x{{/a.b}}', ['a object']],
    ['{{a}}{{#a.b}}x{{/a.b}}', ['a object required']],
    ['{{#a}}{{.}}{{/a}}', ['a condition']],
    ['{{> p}}', []],
  ])('%j', (template, names) => {
    expect(variablesOf(template).map(shown)).toEqual(names)
  })

  it('are read by its delimiters', () => {
    expect(variablesOf('<%a%>{{b}}', { delimiters: ['<%', '%>'] }).map(({ name }) => name)).toEqual(['a'])
  })

  it('hold those of its includes, once, cycles or not', () => {
    const includes = { p: part('{{b}}{{> q}}'), q: part('{{c}}{{> p}}') }
    expect(variablesOf('{{a}}{{> p}}{{> q}}', { includes }).map(shown)).toEqual([
      'a value required',
      'b value required',
      'c value required',
    ])
  })

  it('are not required where only a section includes them', () => {
    const includes = { p: part('{{b}}') }
    expect(variablesOf('{{#s}}{{> p}}{{/s}}', { includes }).map(shown)).toEqual(['s condition', 'b value in s'])
    expect(variablesOf('{{#s}}{{> p}}{{/s}}{{> p}}', { includes }).map(shown)[1]).toBe('b value required in s')
  })

  it('are refused with a position where the template cannot be read', () => {
    expect(() => variablesOf('{{#a}}')).toThrow(expect.objectContaining({ code: 'template.syntax' }))
  })
})
