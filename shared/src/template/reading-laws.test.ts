import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { includesOf } from './includes-of.js'
import { indentLines } from './indent-lines.js'
import { parseTemplate } from './parse-template.js'
import { positionOf } from './source-position.js'
import { tagsOf } from './tags-of.js'
import { typeName, wrongType } from './value-type.js'
import { isShown } from './value-text.js'
import { isVariableName, pathOf } from './variable-name.js'
import { variablesOf } from './variables-of.js'

const scrap = fc.constantFrom(
  '{{',
  '}}',
  '{',
  '}',
  '#',
  '^',
  '/',
  '>',
  '&',
  '!',
  '=',
  '<%',
  '%>',
  ' ',
  '\n',
  'a',
  'b.c',
)
const soup = fc.array(scrap, { maxLength: 14 }).map((parts) => parts.join(''))
const lines = fc
  .array(fc.constantFrom('a', ' ', '\n', '\r\n', '\t', '{{b}}'), { maxLength: 12 })
  .map((parts) => parts.join(''))

describe('the tags of any text', () => {
  it('are found without an error, in order and apart from each other', () => {
    fc.assert(
      fc.property(fc.oneof(soup, fc.string()), (template) => {
        let before = 0
        for (const { start, end, content } of tagsOf(template)) {
          expect(start).toBeGreaterThanOrEqual(before)
          expect(end).toBeLessThanOrEqual(template.length)
          expect(template.slice(start, end)).toContain(content)
          before = end
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('are those that the parser includes and names, where it can read the text', () => {
    fc.assert(
      fc.property(soup, (template) => {
        const parsed = attempt(() => parseTemplate(template, null))
        fc.pre(parsed)
        const tags = tagsOf(template)
        const included = tags.filter(({ kind }) => kind === '>').map(({ content }) => content)
        expect(includesOf(template)).toEqual([...new Set(included)])
        const named = new Set(tags.filter(({ kind }) => kind !== '>' && kind !== '!').map(({ content }) => content))
        for (const { name } of variablesOf(template))
          expect([...named].some((content) => content === name || content.startsWith(`${name}.`))).toBe(true)
      }),
      { numRuns: 1_000, maxSkipsPerRun: 1_000 },
    )
  })

  it('are as many again where the text stands twice and leaves the marks as they were', () => {
    fc.assert(
      fc.property(lines, (template) => {
        const once = tagsOf(template)
        const twice = tagsOf(template + template)
        expect(twice.slice(0, once.length)).toEqual(once)
        expect(twice.slice(once.length).map(({ start }) => start - template.length)).toEqual(
          once.map(({ start }) => start),
        )
      }),
    )
  })
})

describe('a place in a text', () => {
  it('is the line and column that lead back to its offset', () => {
    fc.assert(
      fc.property(lines, fc.nat(12), (text, at) => {
        const offset = Math.min(at, text.length)
        const { line, column } = positionOf(text, offset)
        const before = text.split('\n').slice(0, line - 1)
        expect(before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1).toBe(offset)
        expect(column).toBeGreaterThan(0)
        expect(text.split('\n')[line - 1]?.length ?? -1).toBeGreaterThanOrEqual(column - 1)
      }),
    )
  })
})

describe('an indentation', () => {
  it('stands before each line that has more than its end, and nowhere else', () => {
    fc.assert(
      fc.property(lines, fc.constantFrom('', ' ', '  ', '\t'), (text, indent) => {
        const expected = text.split('\n').map((line) => (line === '' || line === '\r' ? line : indent + line))
        expect(indentLines(text, indent)).toBe(expected.join('\n'))
      }),
    )
  })
})

describe('a value', () => {
  it.each<[unknown, string]>([
    [null, 'null'],
    [undefined, 'undefined'],
    [[], 'list'],
    [{}, 'object'],
    [Object.create(null), 'object'],
    [0, 'number'],
    [Number.NaN, 'NaN'],
    [-Infinity, '-Infinity'],
    [1n, 'bigint'],
    [new Date(0), 'Date'],
    [new Map(), 'Map'],
    [() => 1, 'function'],
  ])('is called by what it is: %s', (value, word) => {
    expect(typeName(value)).toBe(word)
  })

  it('is never shown by the error that refuses its type', () => {
    const secret = 'hunter2'
    for (const value of [secret, [secret], { secret }, new Error(secret)]) {
      const error = wrongType('password', 'a number', value)
      expect(JSON.stringify(error.toJSON())).not.toContain(secret)
      expect(error).toMatchObject({ code: 'variable.type', details: { name: 'password', expected: 'a number' } })
    }
  })

  it.each([undefined, null, false, 0, -0, '', []])('hides its section where it is %j', (value) => {
    expect(isShown(value, 'a')).toBe(false)
  })

  it.each([true, 1, -1, ' ', '0', 'false', [0], [null], {}])('shows its section where it is %j', (value) => {
    expect(isShown(value, 'a')).toBe(true)
  })

  it.each([() => true, Symbol('s'), 1n, Number.NaN, Infinity])('is no data where it is of another kind', (value) => {
    expect(() => isShown(value, 'a')).toThrow(expect.objectContaining({ code: 'variable.type' }))
  })
})

describe('the name of a variable', () => {
  it('is what its steps are when they are joined', () => {
    const step = fc.stringMatching(/^[a-zà-ö0-9_-]{1,5}$/)
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), (steps) => {
        expect(isVariableName(steps.join('.'))).toBe(true)
        expect(pathOf(steps.join('.'))).toEqual(steps)
      }),
    )
  })

  it.each(['', '..', '.a', 'a.', 'a..b', 'a b', 'a\n', '@index', '../a', 'a[0]', 'a:b', '🎈'])('is not %j', (name) => {
    expect(isVariableName(name)).toBe(false)
  })

  it('is the dot for the value at hand, which has no steps', () => {
    expect([isVariableName('.'), pathOf('.')]).toEqual([true, []])
  })
})

function attempt(work: () => unknown): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}
