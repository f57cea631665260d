import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseDelimiters } from './delimiters.js'
import { renderTemplate } from './render-template.js'

describe('the delimiters for a literal text', () => {
  it.each(['', 'plain', '{ "json": { "a": 1 } }', 'f() { return {} }', '{name}'])('stay the default for %j', (text) => {
    expect(chooseDelimiters(text)).toBeNull()
  })

  it.each([
    ['use {{code here}} so', ['<%', '%>']],
    ['stray }} braces', ['<%', '%>']],
    ['{{a}} <% b %>', ['[[', ']]']],
    ['{{a}} %> [[', ['<<', '>>']],
    ['{{ <% [[ << (( « ⟦', ['<%1', '1%>']],
    ['{{ <% [[ << (( « ⟦ <%1 2%>', ['<%3', '3%>']],
  ])('are others for %j', (text, pair) => {
    expect(chooseDelimiters(text)).toEqual(pair)
  })

  it('make every text render as itself', () => {
    const marks = fc.constantFrom(
      '{{',
      '}}',
      '<%',
      '%>',
      '[[',
      '<<',
      '((',
      '«',
      '⟦',
      '{',
      '<%1',
      '\n',
      ' ',
      'a',
      '#',
      '}',
    )
    const text = fc.array(fc.oneof(marks, fc.string()), { maxLength: 20 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, (literal) => {
        expect(renderTemplate(literal, {}, { delimiters: chooseDelimiters(literal) })).toBe(literal)
      }),
    )
  })
})
