import type { Delimiters } from '../../src/protocol/documents.js'
import type { VectorFile } from './vector-file.js'

interface Source {
  template: string
  delimiters: Delimiters | null
}

interface Given {
  template: string
  delimiters?: Delimiters | null
  values?: Record<string, unknown>
  includes?: Record<string, Source>
}

const plain = (template: string): Source => ({ template, delimiters: null })
const marked = (template: string): Source => ({ template, delimiters: ['<%', '%>'] })

/** Each with the text that it gives, written by hand. */
const good: Record<string, readonly [Given, string]> = {
  'no tag': [{ template: 'Just $& text, with } and { in it.\n' }, 'Just $& text, with } and { in it.\n'],
  'a variable': [{ template: 'Hello {{name}}!', values: { name: 'Ada' } }, 'Hello Ada!'],
  'three ways to fill in, none of which escapes': [
    { template: '{{a}}{{{a}}}{{&a}}', values: { a: '<b>&' } },
    '<b>&<b>&<b>&',
  ],
  'a value that looks like a tag': [{ template: '{{a}}', values: { a: '{{b}} $1' } }, '{{b}} $1'],
  'a path': [{ template: '{{a.b.c}}', values: { a: { b: { c: 'deep' } } } }, 'deep'],
  'a number, true and false': [
    { template: '{{n}} {{t}} {{f}}', values: { n: 1.5, t: true, f: false } },
    '1.5 true false',
  ],
  'numbers at the edges': [{ template: '{{z}} {{m}} {{l}}', values: { z: 0, m: -0, l: 1e21 } }, '0 0 1e+21'],
  'null is nothing': [{ template: '[{{n}}]', values: { n: null } }, '[]'],
  'a list and an object are JSON': [
    { template: '{{l}} {{o}}', values: { l: ['a', 1], o: { k: 'é' } } },
    '["a",1] {"k":"é"}',
  ],
  'a section over a list': [{ template: '{{#l}}- {{.}}\n{{/l}}', values: { l: ['a', 'b'] } }, '- a\n- b\n'],
  'a section over nothing': [
    { template: '{{#l}}x{{/l}}{{#e}}x{{/e}}{{#z}}x{{/z}}', values: { l: [], e: '', z: 0 } },
    '',
  ],
  'an inverted section': [{ template: '{{^l}}none{{/l}}{{^t}}x{{/t}}', values: { l: [], t: 'text' } }, 'none'],
  'a section over an object, and the values around it': [
    { template: '{{#o}}{{x}}{{y}}{{/o}}', values: { o: { x: 1 }, y: 2 } },
    '12',
  ],
  'a section over a text': [{ template: '{{#s}}[{{.}}]{{/s}}', values: { s: 'text' } }, '[text]'],
  'a comment': [{ template: 'a {{! not shown }}b' }, 'a b'],
  'a comment alone on its line takes the line': [{ template: 'a\n  {{! not shown }}  \nb\n' }, 'a\nb\n'],
  'sections alone on their lines': [{ template: '  {{#l}}\n  x\n  {{/l}}\n', values: { l: [1] } }, '  x\n'],
  'lines that end with CR LF': [{ template: '\r\n{{#l}}\r\nx\r\n{{/l}}\r\n', values: { l: [1] } }, '\r\nx\r\n'],
  'other tag marks from the start': [
    { template: 'Keep {{code here}}, <% name %>', delimiters: ['<%', '%>'], values: { name: 'Ada' } },
    'Keep {{code here}}, Ada',
  ],
  'tag marks that change': [{ template: '{{=<% %>=}}<% a %> {{a}}', values: { a: 1 } }, '1 {{a}}'],
  'an include': [
    { template: '[{{> tone}}]', values: { n: 'Ada' }, includes: { tone: plain('Be kind, {{n}}.') } },
    '[Be kind, Ada.]',
  ],
  'an include alone on its line is indented as its tag': [
    { template: 'x\n  {{> tone}}\ny', includes: { tone: plain('one\ntwo\n') } },
    'x\n  one\n  two\ny',
  ],
  'an include with tag marks of its own': [
    { template: '{{> tone}} {{n}}', values: { n: 1 }, includes: { tone: marked('<% n %> {{n}}') } },
    '1 {{n}} 1',
  ],
  'scripts of every direction': [{ template: '{{a}}·{{b}}', values: { a: '日本😀', b: 'مرحبا' } }, '日本😀·مرحبا'],
}

const bad: Record<string, readonly [Given, string]> = {
  'a section that is never closed': [{ template: '{{#a}}' }, 'template.syntax'],
  'a section that was never opened': [{ template: '{{/a}}' }, 'template.syntax'],
  'sections that cross': [{ template: '{{#a}}{{#b}}{{/a}}{{/b}}' }, 'template.syntax'],
  'a tag that is never closed': [{ template: 'Hello {{name' }, 'template.syntax'],
  'an empty tag': [{ template: '{{ }}' }, 'template.syntax'],
  'half a change of tag marks': [{ template: '{{=<%=}}' }, 'template.syntax'],
  'an include that is not there': [{ template: '{{> tone}}' }, 'template.include_missing'],
  'an include of itself': [{ template: '{{> a}}', includes: { a: plain('{{> a}}') } }, 'template.include_cycle'],
  'includes in a circle': [
    { template: '{{> a}}', includes: { a: plain('{{> b}}'), b: plain('{{> a}}') } },
    'template.include_cycle',
  ],
  'a value that is not passed': [{ template: 'Hello {{name}}' }, 'variable.missing'],
  'a path that ends early': [{ template: '{{a.b}}', values: { a: {} } }, 'variable.missing'],
  'a name that every object has': [{ template: '{{toString}}' }, 'variable.missing'],
}

const given = ({ template, delimiters = null, values = {}, includes = {} }: Given) =>
  ({ template, delimiters, values, includes }) as const

/** Templates with values, and the texts that they give. */
export const templateVectors: VectorFile = {
  about:
    'A template with its delimiters (null: {{ }}), values by name, and includes by id. Nothing is declared: every name must be passed. Good: text. Bad: refused.',
  vectors: [
    ...Object.entries(good).map(([name, [of, text]]) => ({ name, ...given(of), text })),
    ...Object.entries(bad).map(([name, [of, refuse]]) => ({ name, ...given(of), refuse })),
  ],
}
