import { describe, expect, it } from 'vitest'
import { parseTemplate } from './parse-template.js'
import { positionOf } from './source-position.js'
import type { TemplateNode } from './template-ast.js'

/** A parsed template in one line: texts in quotes, tags by their mark. */
function outline(template: string, nodes: readonly TemplateNode[]): string {
  const parts = nodes.map((node) => {
    if (node.kind === 'text') return node.start === node.end ? '' : JSON.stringify(template.slice(node.start, node.end))
    if (node.kind === 'variable') return node.name
    if (node.kind === 'include') return `>${node.id}${node.indent === '' ? '' : `+${node.indent.length}`}`
    return `${node.inverted ? '^' : '#'}${node.name}(${outline(template, node.children)})`
  })
  return parts.filter((part) => part !== '').join(' ')
}

describe('a template is read into', () => {
  it.each([
    ['', ''],
    ['plain', '"plain"'],
    ['{{a}}', 'a'],
    ['{{ a }}b{{{c}}}{{& d }}', 'a "b" c d'],
    ['{{\n a \t}}', 'a'],
    ['{{a}}}', 'a "}"'],
    ['{ {a} }', '"{ {a} }"'],
    ['a}}b', '"a}}b"'],
    ['{{#a}}x{{/a}}', '#a("x")'],
    ['{{# a }}x{{ / a}}', '#a("x")'],
    ['{{^a}}x{{#b}}y{{/b}}{{/a}}', '^a("x" #b("y"))'],
    ['{{> a.b}}', '>a.b'],
    ['{{!no }}x', '"x"'],
    ['{{!}}x', '"x"'],
    ['{{! {{ }}x', '"x"'],
    ['{{=<% %>=}}{{a}}<%b%>', '"{{a}}" b'],
    ['{{= | | =}}|a||={{ }}=|{{b}}', 'a b'],
    ['{{=<% %>=}}<%{a}%><%&b%>', 'a b'],
    ['{{.}}', '.'],
    ['{{"json": 1}}', '"json": 1'],
  ])('%j', (template, expected) => {
    expect(outline(template, parseTemplate(template))).toBe(expected)
  })

  it('tags of the delimiters it is given', () => {
    expect(outline('[[a]]{{b}}', parseTemplate('[[a]]{{b}}', ['[[', ']]']))).toBe('a "{{b}}"')
  })
})

describe('a line that holds nothing but structure vanishes', () => {
  it.each([
    ['a\n{{#s}}\nb\n{{/s}}\nc', '"a\\n" #s("b\\n") "c"'],
    ['  {{#s}}\t\nb\n {{/s}} ', '#s("b\\n")'],
    ['a\r\n{{^s}}\r\nb\r\n{{/s}}\r\n', '"a\\r\\n" ^s("b\\r\\n")'],
    ['a\n {{! note }} \nb', '"a\\n" "b"'],
    ['a\n{{!\n note\n}}\nb', '"a\\n" "b"'],
    ['a\n{{=<% %>=}}\nb', '"a\\n" "b"'],
    ['{{#a}}{{#b}}\nx\n{{/b}}{{/a}}\n', '#a(#b("x\\n"))'],
    ['  {{> p}}\nx', '>p+2 "x"'],
    ['\t {{>p}}', '>p+2'],
    ['{{>p}}\n', '>p'],
    ['  {{! c }}{{> p}}\n', '>p'],
    ['  {{> p}}{{> q}}\n', '>p+2 >q'],
    ['  {{#s}}{{> p}}{{/s}}\n', '#s(>p)'],
    ['a\n\n{{#s}}\n\n{{/s}}\n', '"a\\n" "\\n" #s("\\n")'],
  ])('%j', (template, expected) => {
    expect(outline(template, parseTemplate(template))).toBe(expected)
  })

  it.each([
    [' {{a}} \n', '" " a " \\n"'],
    ['x {{#s}}\ny {{/s}}\n', '"x " #s("\\n" "y ") "\\n"'],
    [' {{#s}}y{{/s}} \n', '" " #s("y") " \\n"'],
    [' {{> p}} x\n', '" " >p " x\\n"'],
    ['x {{> p}}\n', '"x " >p "\\n"'],
    ['{{! a }} x', '" x"'],
  ])('but not %j', (template, expected) => {
    expect(outline(template, parseTemplate(template))).toBe(expected)
  })
})

describe('a template that cannot be read says where and why', () => {
  it.each([
    ['a\n {{b', 2, 2, /never closed with }}/],
    ['{{{a}}', 1, 1, /never closed/],
    ['{{}}', 1, 1, /empty/],
    ['{{# }}', 1, 1, /empty/],
    ['{{> }}', 1, 1, /empty/],
    ['x\ny\n{{#a}}', 3, 1, /section a .*never closed/],
    ['{{/a}}', 1, 1, /no section is open/],
    ['{{#a}}\n{{#b}}{{/a}}', 2, 7, /closes the section a, but the open section is b/],
    ['{{=<%=}}', 1, 1, /two marks/],
    ['{{=a b c=}}', 1, 1, /two marks/],
    ['{{=a b}}', 1, 1, /never closed/],
    ['{{==}}', 1, 1, /empty/],
    ['{{=<% %>=}}<%a', 1, 12, /opens here with <%/],
  ])('%j', (template, line, column, problem) => {
    expect(() => parseTemplate(template)).toThrow(
      expect.objectContaining({
        code: 'template.syntax',
        message: expect.stringMatching(problem),
        details: expect.objectContaining({ line, column }),
      }),
    )
  })

  it.each([
    ['', '}}'],
    ['{ {', '}}'],
    ['=', '='],
    ['x'.repeat(17), '}'],
  ])('refuses %j and %j as delimiters', (open, close) => {
    expect(() => parseTemplate('a', [open, close])).toThrow(expect.objectContaining({ code: 'template.syntax' }))
  })
})

it.each([
  ['abc', 0, 1, 1],
  ['abc', 2, 1, 3],
  ['a\nb', 2, 2, 1],
  ['a\nb', 1, 1, 2],
  ['\n\n', 2, 3, 1],
])('in %j offset %i is line %i, column %i', (template, offset, line, column) => {
  expect(positionOf(template, offset)).toEqual({ line, column })
})
