import { describe, expect, it } from 'vitest'
import type { Delimiters } from '../protocol/documents.js'
import { renderTemplate } from './render-template.js'

type Case = readonly [
  rule: string,
  template: string,
  values: Record<string, unknown>,
  text: string,
  includes?: Record<string, string> | undefined,
]

function check([, template, values, text, includes = {}]: Case): void {
  const delimiters: Delimiters | null = null
  const sources = Object.entries(includes).map(
    ([id, template]) => [id, { template, delimiters, variables: {} }] as const,
  )
  const options = { includes: Object.fromEntries(sources), onMissing: 'empty' } as const
  expect(renderTemplate(template, values, options)).toBe(text)
}

function checkAll(cases: readonly Case[]): void {
  for (const row of cases) it(row[0], () => check(row))
}

describe('variables', () => {
  checkAll([
    ['a text without tags stays', 'Hello from {Mustache}!\n', {}, 'Hello from {Mustache}!\n'],
    ['a value is never escaped', '{{a}}|{{{a}}}|{{&a}}', { a: '& " < >' }, '& " < >|& " < >|& " < >'],
    ['white space in a tag does not count', '|{{ a }}|{{{ a }}}|', { a: '-' }, '|-|-|'],
    ['white space around a tag stays', '| {{a}} |\n  {{a}}\n', { a: '-' }, '| - |\n  -\n'],
    ['a dotted name walks', '{{a.b.c}}', { a: { b: { c: 'x' } } }, 'x'],
    ['a dotted name that breaks off is nothing', '<{{a.b.c}}>', { a: {} }, '<>'],
    ['a dotted name resolves its first step alone', '{{#a}}{{b.c}}{{/a}}', { a: { b: {} }, b: { c: 'no' } }, ''],
    [
      'a dotted name begins in the innermost value that has it',
      '{{#a}}{{b.c}}{{/a}}',
      { a: { b: { c: 1 } }, b: 2 },
      '1',
    ],
    ['a dotted name reaches outer values', '{{#a}}{{b.c}}{{/a}}', { a: { x: 1 }, b: { c: 'yes' } }, 'yes'],
  ])
})

describe('sections', () => {
  checkAll([
    ['true shows', '{{#a}}x{{/a}}', { a: true }, 'x'],
    ['false hides', '{{#a}}x{{/a}}', { a: false }, ''],
    ['null hides', '{{#a}}x{{/a}}', { a: null }, ''],
    ['zero hides', '{{#a}}x{{/a}}', { a: 0 }, ''],
    ['the empty text hides', '{{#a}}x{{/a}}', { a: '' }, ''],
    ['the empty list hides', '{{#a}}x{{/a}}', { a: [] }, ''],
    ['an empty object shows', '{{#a}}x{{/a}}', { a: {} }, 'x'],
    ['an object becomes the values', '{{#a}}{{n}}{{/a}}', { a: { n: 'in' }, n: 'out' }, 'in'],
    ['outer values stay in sight', '{{#a}}{{m}}{{/a}}', { a: { n: 'in' }, m: 'out' }, 'out'],
    ['a list repeats', '{{#l}}<{{n}}>{{/l}}', { l: [{ n: 1 }, { n: 2 }] }, '<1><2>'],
    ['the dot is the item', '{{#l}}<{{.}}>{{/l}}', { l: ['a', 1, true, null] }, '<a><1><true><>'],
    ['lists nest', '{{#l}}({{#.}}{{.}},{{/.}}){{/l}}', { l: [[1, 2], [3]] }, '(1,2,)(3,)'],
    ['a text or number is the dot', '{{#a}}"{{.}}"{{/a}}', { a: 'x' }, '"x"'],
    ['a section may repeat', '{{#a}}1{{/a}}{{#b}}2{{/b}}{{#a}}3{{/a}}', { a: true, b: true }, '123'],
    ['same names nest', '{{#a}}1{{#a}}2{{/a}}3{{/a}}', { a: true }, '123'],
    ['an inverted one is the else', '{{^a}}no{{/a}}{{#a}}yes{{/a}}', {}, 'no'],
    ['an inverted one hides for a list', '{{^a}}no{{/a}}', { a: [1] }, ''],
    ['an inverted one shows for an empty list', '{{^a}}no{{/a}}', { a: [] }, 'no'],
    ['a dotted condition', '{{#a.b}}x{{/a.b}}{{^a.c}}y{{/a.c}}', { a: { b: true } }, 'xy'],
    ['an item without a name looks outwards', '{{#l}}{{n}}{{/l}}', { l: [{}, { n: 2 }], n: 1 }, '12'],
  ])
})

describe('lines of structure alone', () => {
  checkAll([
    ['vanish', '| a\n{{#s}}\n|\n{{/s}}\n| b\n', { s: true }, '| a\n|\n| b\n'],
    ['vanish with their indentation', '| a\n  {{#s}}\n|\n  {{/s}}\n| b', { s: true }, '| a\n|\n| b'],
    ['vanish with CRLF', '|\r\n{{#s}}\r\n{{/s}}\r\n|', { s: true }, '|\r\n|'],
    ['vanish without a line before', '  {{#s}}\n#{{/s}}\n/', { s: true }, '#\n/'],
    ['vanish without a line after', '#{{#s}}\n/\n  {{/s}}', { s: true }, '#\n/\n'],
    ['stay where text is beside them', ' {{#s}}YES{{/s}}\n {{#s}}GOOD{{/s}}\n', { s: true }, ' YES\n GOOD\n'],
    ['comments vanish', 'a\n  {{! c }}\nb {{! c }}\n', {}, 'a\nb \n'],
    ['delimiter changes vanish', 'a\n {{=@ @=}}\nb', {}, 'a\nb'],
  ])
})

describe('includes', () => {
  checkAll([
    ['render in place', '"{{> p}}"', {}, '"text"', { p: 'text' }],
    ['see the values at hand', '{{#a}}{{>p}}{{/a}}', { a: { n: 'in' } }, '*in*', { p: '*{{n}}*' }],
    ['keep white space around them', '| {{>p}} |', {}, '| \t|\t |', { p: '\t|\t' }],
    ['alone on a line take it', '|\n{{>p}}\n|', {}, '|\n>\n|', { p: '>\n' }],
    ['alone on a line add no line end', '|\n{{>p}}\n|', {}, '|\n>|', { p: '>' }],
    ['are indented as their tag', ' {{>p}}\n', {}, ' |\n |\n', { p: '|\n|\n' }],
    ['are not indented inside of values', ' {{>p}}\n>', { v: '<\n->' }, ' |\n <\n->\n |\n>', { p: '|\n{{{v}}}\n|\n' }],
    ['beside text are not indented', '  {{n}}  {{>p}}\n', { n: '|' }, '  |  >\n>\n', { p: '>\n>' }],
    ['leave empty lines empty', '  {{>p}}\n', {}, '  a\n\n  b\n', { p: 'a\n\nb\n' }],
    ['leave empty lines empty with CRLF', '  {{>p}}\n', {}, '  a\r\n\r\n  b\r\n', { p: 'a\r\n\r\nb\r\n' }],
    ['add up their indentation', ' {{>p}}\n', {}, ' a\n   b\n', { p: 'a\n  {{>q}}\n', q: 'b\n' }],
    ['indent what their sections show', ' {{>p}}\n', { s: [1, 2] }, ' 1\n 2\n', { p: '{{#s}}\n{{.}}\n{{/s}}\n' }],
    ['do not inherit delimiters', '{{=| |=}}|>p|', { v: 1 }, '1 |v|', { p: '{{v}} |v|' }],
    ['do not pass delimiters on', '{{>p}} {{v}}', { v: 1 }, '1 1', { p: '{{=| |=}}|v|' }],
    ['of the same text may repeat', '{{>p}}{{>p}}', {}, 'xx', { p: 'x' }],
    ['inside sections repeat', '{{#l}}{{>p}}{{/l}}', { l: [1, 2] }, '<1><2>', { p: '<{{.}}>' }],
  ])
})

describe('comments and delimiters', () => {
  checkAll([
    ['a comment is nothing', '12345{{! no }}67890', {}, '1234567890'],
    ['a comment may have lines', '12345{{!\n  no\n}}67890', {}, '1234567890'],
    ['a pair of marks', '{{=<% %>=}}(<%a%>)', { a: 'x' }, '(x)'],
    ['a single mark', '({{=[ ]=}}[a])', { a: 'x' }, '(x)'],
    ['marks that mean something in patterns', '({{=| |=}}|a|){{=.* ?=}}', { a: 'x' }, '(x){{=.* ?=}}'],
    ['white space in the change', '({{= @   @ =}}@a@)', { a: 'x' }, '(x)'],
    ['a change inside a section goes on behind it', '{{#s}}{{=<% %>=}}<%a%><%/s%><%a%>', { s: 1, a: 'x' }, 'xx'],
    ['a change back', '{{=<% %>=}}<%a%><%={{ }}=%>{{a}}', { a: 'x' }, 'xx'],
  ])
})
