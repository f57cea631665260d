import * as fc from 'fast-check'
import mustache from 'mustache'
import { describe, expect, it } from 'vitest'
import { AnvilError } from '../errors.js'
import { mustacheDifference } from './mustache-difference.js'
import { parseTemplate } from './parse-template.js'
import { renderTemplate } from './render-template.js'

/** As Anvil writes values: lists and objects as JSON with names in order, which all generated objects are in. */
const escape = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const scalar = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('{{a}}', '<&>', 'x\ny', ' '),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
)
const item = fc.oneof(scalar, fc.record({ a: scalar, b: scalar }, { requiredKeys: [] }))
const values = fc.record(
  {
    a: fc.oneof(scalar, fc.constant(null)),
    b: scalar,
    l: fc.array(item, { maxLength: 3 }),
    o: fc.record({ a: scalar, l: fc.array(scalar, { maxLength: 2 }) }, { requiredKeys: [] }),
    s: fc.boolean(),
  },
  { requiredKeys: [] },
)

const text = fc
  .array(fc.constantFrom('x', ' ', '\n', '\t', '\r\n', '{ ', '}', '"', 'é', '👋', '}}', '.'), { maxLength: 4 })
  .map((characters) => characters.join(''))
const space = fc.constantFrom('', ' ', '\n')
const scalarName = fc.constantFrom('a', 'b', 's', 'o.a', 'missing')
const tag = fc.oneof(
  fc
    .tuple(space, fc.oneof(scalarName, fc.constant('.'), fc.constant('l')))
    .map(([gap, name]) => `{{${gap}${name}${gap}}}`),
  fc
    .tuple(fc.constantFrom(['{{{', '}}}'], ['{{&', '}}']), scalarName)
    .map(([[open, close], name]) => open + name + close),
  fc.constantFrom('{{! c }}', '{{!\n}}', '{{=<% %>=}}<%a%><%={{ }}=%>', '{{=| |=}}\n|={{ }}=|'),
)
const line = fc.oneof(
  fc.constantFrom('\n {{> p}}\n', '\n{{>p}} \n', '\n\t{{> q}}\n', 'x{{> r}}', '\n{{> none.such}}'),
  tag,
)

const { template } = fc.letrec<{ template: string; section: string }>((tie) => ({
  section: fc
    .tuple(fc.constantFrom('#', '^'), fc.constantFrom('a', 'l', 'o', 's', 'o.l', '.', 'none'), tie('template'), space)
    .map(([mark, name, inner, gap]) => `{{${mark}${gap}${name}}}${gap}${inner}{{/${gap}${name}${gap}}}`),
  template: fc
    .array(fc.oneof({ maxDepth: 4, depthSize: 'small' }, text, text, line, tie('section')), { maxLength: 6 })
    .map((parts) => parts.join('')),
}))

const part = (source: string) => ({ template: source, delimiters: null, variables: {} })
const includes = {
  p: 'p {{a}}\n\n{{#l}}\n  {{.}}\n{{/l}}\n  {{> q}}\nend',
  q: '{{#s}}q{{/s}}\nx{{> r}}\n',
  r: '[{{b}}]',
  'none.such': '',
}
const sources = Object.fromEntries(Object.entries(includes).map(([id, source]) => [id, part(source)]))

describe('compared with the mustache package', () => {
  it('renders generated templates and values alike', () => {
    const writer = new mustache.Writer()
    fc.assert(
      fc.property(template, values, (source, view) => {
        const theirs = writer.render(source, view, includes, { escape })
        expect(renderTemplate(source, view, { includes: sources, onMissing: 'empty' })).toBe(theirs)
      }),
      { numRuns: 3_000 },
    )
  })

  it('reads generated templates alike', () => {
    fc.assert(
      fc.property(template, (source) => {
        expect(
          mustacheDifference(source, null, new mustache.Writer().parse.bind(new mustache.Writer())),
        ).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })

  it('reads any heap of marks alike, or refuses it with a position', () => {
    const marks = fc.constantFrom('{{', '}}', '{', '}', '#', '^', '/', '>', '&', '!', 'a', 'b', ' ', '\n', '.', '{{a}}')
    const heap = fc.array(marks, { maxLength: 24 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(heap, (source) => {
        const reading = refusalOf(source)
        if (reading) expect(reading).toMatchObject({ code: 'template.syntax', details: { line: expect.any(Number) } })
        else expect(mustacheDifference(source, null, (text, tags) => mustache.parse(text, tags))).toBeUndefined()
      }),
      { numRuns: 5_000 },
    )
  })
})

function refusalOf(source: string): unknown {
  try {
    parseTemplate(source)
    return undefined
  } catch (error) {
    return error instanceof AnvilError ? error : new Error('not an AnvilError', { cause: error })
  }
}

describe('the faults of mustache 4.2 that are not copied', () => {
  it('an include beside text is not indented', () => {
    const theirs = new mustache.Writer().render('  {{> p}} x', {}, { p: 'a\nb' }, { escape })
    expect(theirs).toBe('    a\n  b x')
    expect(renderTemplate('  {{> p}} x', {}, { includes: { p: part('a\nb') } })).toBe('  a\nb x')
  })

  it('names of the prototype are missing', () => {
    expect(mustache.render('{{constructor}}', {})).not.toBe('')
    expect(renderTemplate('{{constructor}}', {}, { onMissing: 'empty' })).toBe('')
  })

  it('the other steps of a dotted name are not looked for further out', () => {
    const view = { a: { b: {} }, b: { c: 'outer' } }
    expect(mustache.render('{{#a}}{{b.c}}{{/a}}', view)).toBe('outer')
    expect(renderTemplate('{{#a}}{{b.c}}{{/a}}', view, { onMissing: 'empty' })).toBe('')
  })
})

describe('a template that the two read differently', () => {
  const parse = (source: string, tags: [string, string]): unknown => new mustache.Writer().parse(source, tags)

  it.each([
    ['{{=<% %> =}}ok', undefined],
    ['{{a}} {{#b}}\nx{{/b}}', undefined],
  ])('%j', (source, expected) => {
    expect(mustacheDifference(source, null, parse)).toBe(expected)
  })

  it('is told with the place', () => {
    const other = (): unknown => [['text', 'something else', 0, 14]]
    expect(mustacheDifference('hello {{a}}', null, other)).toMatch(/differently, first at "hello "/)
  })

  it('is told when the package cannot read it', () => {
    const failing = (): unknown => {
      throw new Error('Unclosed tag at 7')
    }
    expect(mustacheDifference('{{a}}', null, failing)).toMatch(/cannot read .* Unclosed tag at 7/)
  })

  it('is read with its own delimiters', () => {
    expect(mustacheDifference('[[a]] {{b}}', ['[[', ']]'], parse)).toBeUndefined()
  })
})
