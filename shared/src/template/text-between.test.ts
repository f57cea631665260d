import { describe, expect, it } from 'vitest'
import { indentLines } from './indent-lines.js'
import { textBetween } from './text-between.js'

const piece = (start: number, end: number) => ({ kind: 'text', start, end }) as const

describe('the text of neighbouring pieces of "abcdef"', () => {
  it.each([
    [[], ''],
    [[piece(0, 0)], ''],
    [[piece(0, 2)], 'ab'],
    [[piece(1, 2), piece(2, 4)], 'bcd'],
    [[piece(0, 1), piece(3, 4)], 'ad'],
    [[piece(0, 1), piece(1, 1), piece(1, 2)], 'ab'],
    [[piece(0, 1), piece(2, 2), piece(4, 6)], 'aef'],
    [[piece(0, 1), piece(2, 3), piece(3, 4), piece(5, 6)], 'acdf'],
  ])('%j is %j', (pieces, text) => {
    expect(textBetween('abcdef', pieces)).toBe(text)
  })
})

describe('an indentation', () => {
  it.each([
    ['', '  ', ''],
    ['a', '  ', '  a'],
    ['a\nb\n', '  ', '  a\n  b\n'],
    ['a\n\nb', '\t', '\ta\n\n\tb'],
    ['\n', ' ', '\n'],
    ['a\r\n\r\nb\r\n', ' ', ' a\r\n\r\n b\r\n'],
    ['  a\n', ' ', '   a\n'],
    [' \n', ' ', '  \n'],
    ['{{#a}}\n{{/a}}', ' ', ' {{#a}}\n {{/a}}'],
    ['a\nb', '', 'a\nb'],
    ['$&', '  ', '  $&'],
  ])('of %j by %j gives %j', (template, indent, indented) => {
    expect(indentLines(template, indent)).toBe(indented)
  })
})
