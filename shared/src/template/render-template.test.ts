import { describe, expect, it, vi } from 'vitest'
import { renderTemplate } from './render-template.js'

const raised = (code: string, details?: unknown) =>
  expect.objectContaining(details === undefined ? { code } : { code, details })

describe('a value becomes text', () => {
  it.each([
    ['a string as it is', 'Ada & <b>', 'Ada & <b>'],
    ['a string that looks like a tag, never read again', '{{secret}}', '{{secret}}'],
    ['an emoji and other scripts', '你好 👋 नमस्ते', '你好 👋 नमस्ते'],
    ['a whole number', 42, '42'],
    ['a fraction', 1.5, '1.5'],
    ['a tiny number', 1e-7, '1e-7'],
    ['negative zero', -0, '0'],
    ['true', true, 'true'],
    ['false', false, 'false'],
    ['null as nothing', null, ''],
    ['the empty string', '', ''],
    ['a list as JSON', [1, 'a', null, [true]], '[1,"a",null,[true]]'],
    ['an object as JSON with its names in order', { b: 1, a: { d: 2, c: 3 } }, '{"a":{"c":3,"d":2},"b":1}'],
    ['an object without a prototype', Object.assign(Object.create(null), { x: 1 }), '{"x":1}'],
    ['an undefined member as absent', { a: undefined, b: 1 }, '{"b":1}'],
    ['an undefined item as null', [undefined], '[null]'],
    ['a date as it writes itself', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a date in an object', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
  ])('%s', (_, value, text) => {
    for (const tag of ['{{x}}', '{{{x}}}', '{{&x}}', '{{ & x }}', '{{{ x }}}']) {
      expect(renderTemplate(`<${tag}>`, { x: value })).toBe(`<${text}>`)
    }
  })

  it.each([
    ['a function', () => 'called', 'function'],
    ['a symbol', Symbol('s'), 'symbol'],
    ['a bigint', 1n, 'bigint'],
    ['NaN', Number.NaN, 'NaN'],
    ['Infinity', Number.POSITIVE_INFINITY, 'Infinity'],
    ['minus Infinity', Number.NEGATIVE_INFINITY, '-Infinity'],
    ['a date that is none', new Date(Number.NaN), 'NaN'],
    ['a Map', new Map([[1, 2]]), 'Map'],
    ['a Set', new Set([1]), 'Set'],
    ['a promise', Promise.resolve(1), 'Promise'],
    ['a regular expression', /x/, 'RegExp'],
    ['bytes', new Uint8Array(3), 'Uint8Array'],
    ['a function in a list', [() => 1], 'function'],
    ['a bigint in an object', { a: 1n }, 'bigint'],
  ])('%s is refused by name and type, its content untold', (_, value, got) => {
    expect(() => renderTemplate('{{x}}', { x: value })).toThrow(
      raised('variable.type', expect.objectContaining({ name: 'x', got })),
    )
  })

  it.each([() => true, Symbol('s'), 1n, Number.NaN, Number.POSITIVE_INFINITY])(
    'a condition that is no data is refused: %s',
    (value) => {
      expect(() => renderTemplate('{{#x}}a{{/x}}', { x: value })).toThrow(raised('variable.type'))
      expect(() => renderTemplate('{{^x}}a{{/x}}', { x: value })).toThrow(raised('variable.type'))
    },
  )

  it('never calls a function', () => {
    const spy = vi.fn<() => string>(() => 'x')
    for (const template of ['{{f}}', '{{#f}}a{{/f}}', '{{^f}}a{{/f}}', '{{o.f}}']) {
      expect(() => renderTemplate(template, { f: spy, o: { f: spy } })).toThrow(raised('variable.type'))
    }
    expect(spy).not.toHaveBeenCalled()
  })
})

describe('a missing variable', () => {
  it('is refused with all names that are missing, each once, in order', () => {
    expect(() => renderTemplate('{{b}} {{a}} {{b}} {{given}} {{user.name}}', { given: 1, user: {} })).toThrow(
      raised('variable.missing', { names: ['b', 'a', 'user.name'] }),
    )
  })

  it('says in its message what to do', () => {
    expect(() => renderTemplate('{{b}}{{a}}', {})).toThrow(/needs the variables b, a, .* Pass every name/)
  })

  it('counts an undefined value as missing', () => {
    expect(() => renderTemplate('{{a}}', { a: undefined })).toThrow(raised('variable.missing'))
  })

  it('may be absent as a condition', () => {
    expect(renderTemplate('{{#a}}yes{{/a}}{{^a}}no{{/a}}', {})).toBe('no')
    expect(renderTemplate('{{#a.b}}yes{{/a.b}}{{^a.b}}no{{/a.b}}', { a: null })).toBe('no')
  })

  it('is not asked for in a section that does not show', () => {
    expect(renderTemplate('{{#a}}{{b}}{{/a}}ok', {})).toBe('ok')
  })

  it('is asked for in a section that shows', () => {
    expect(() => renderTemplate('{{#a}}{{b}}{{/a}}', { a: [{ b: 1 }, {}] })).toThrow(
      raised('variable.missing', { names: ['b'] }),
    )
  })

  it('renders nothing under empty', () => {
    expect(renderTemplate('<{{a}}>', {}, { onMissing: 'empty' })).toBe('<>')
  })

  it('renders nothing and tells each name once under warn', () => {
    const warned: string[] = []
    const text = renderTemplate('<{{a}}{{a}}{{b}}>', {}, { onMissing: 'warn', warn: (name) => warned.push(name) })
    expect([text, warned]).toEqual(['<>', ['a', 'b']])
  })

  it('does not warn when nothing is missing', () => {
    const warn = vi.fn<(name: string) => void>()
    renderTemplate('{{a}}', { a: null }, { onMissing: 'warn', warn })
    expect(warn).not.toHaveBeenCalled()
  })
})

describe('only own properties are values', () => {
  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'])(
    '%s is missing unless given',
    (name) => {
      expect(() => renderTemplate(`{{${name}}}`, {})).toThrow(raised('variable.missing', { names: [name] }))
      expect(() => renderTemplate(`{{a.${name}}}`, { a: {} })).toThrow(raised('variable.missing'))
      expect(renderTemplate(`{{#${name}}}yes{{/${name}}}`, {})).toBe('')
      expect(renderTemplate(`{{${name}}}`, JSON.parse(`{"${name}": "mine"}`))).toBe('mine')
    },
  )

  it('a property of a prototype is missing', () => {
    class Person {
      get name(): string {
        return 'inherited'
      }
    }
    expect(() => renderTemplate('{{p.name}}', { p: new Person() })).toThrow(raised('variable.missing'))
  })

  it('a string has no parts', () => {
    expect(() => renderTemplate('{{s.length}}', { s: 'abc' })).toThrow(raised('variable.missing'))
  })

  it('a list has its items and its length', () => {
    expect(renderTemplate('{{l.0}} {{l.length}}', { l: ['a', 'b'] })).toBe('a 2')
  })
})

it.each([null, 7, 'text', undefined])('refuses %j instead of variables', (variables) => {
  expect(() => Reflect.apply(renderTemplate, undefined, ['a', variables])).toThrow(raised('variable.type'))
})
