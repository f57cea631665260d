import canonicalize from 'canonicalize'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalBytes, canonicalText } from './canonical.js'

const isForbidden = (text: string) => text.includes('\u0000') || /\p{Surrogate}/u.test(text) || text === '__proto__'
const text = fc.string({ unit: 'binary' }).filter((value) => !isForbidden(value))
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, true, false),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    text,
    fc.array(tie('json'), { maxLength: 5 }),
    fc.dictionary(fc.oneof(text, fc.nat().map(String)), tie('json'), { maxKeys: 6 }),
  ),
}))

describe('canonical bytes', () => {
  it('are those of RFC 8785, section 3.2.3', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    }
    expect(canonicalText(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    )
  })

  it('order members by UTF-16 code units, whatever the order they were set in', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '10': 4, '9': 5, '\u{1F600}': 6, '\u0080': 7, ö: 8 }
    expect(Object.keys(JSON.parse(canonicalText(value))).toSorted()).toEqual(Object.keys(value).toSorted())
    expect(canonicalText(value)).toBe('{"\\r":2,"10":4,"9":5,"\u0080":7,"ö":8,"€":1,"😀":6,"\ufb33":3}')
  })

  it('write minus zero as 0', () => {
    expect(canonicalText([-0])).toBe('[0]')
  })

  it('agree with the reference implementation and come back as they were, whatever the value', () => {
    fc.assert(
      fc.property(json, (value) => {
        const bytes = canonicalBytes(value)
        expect(Buffer.from(bytes).toString()).toBe(canonicalize(value))
        expect(canonicalBytes(JSON.parse(Buffer.from(bytes).toString()))).toEqual(bytes)
      }),
      { numRuns: 500 },
    )
  })
})

describe('canonical bytes refuse', () => {
  const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)])
  const circular: unknown[] = []
  circular.push(circular)

  it.each([
    ['NUL', ['a\u0000b'], 'json.forbidden_text'],
    ['NUL in a key', { 'a\u0000': 1 }, 'json.forbidden_text'],
    ['the first half of a surrogate pair', ['\ud800'], 'json.forbidden_text'],
    ['the second half of a surrogate pair in a key', { '\udc00x': 1 }, 'json.forbidden_text'],
    ['an own __proto__', JSON.parse('{"__proto__":1}'), 'json.forbidden_text'],
    ['not a number', Number.NaN, 'json.malformed'],
    ['infinity', { a: -Infinity }, 'json.malformed'],
    ['undefined', { a: undefined }, 'json.malformed'],
    ['a hole', Array.from({ length: 2 }), 'json.malformed'],
    ['a function', { toJSON: () => 1 }, 'json.malformed'],
    ['a symbol', [Symbol('s')], 'json.malformed'],
    ['a big integer', 1n, 'json.malformed'],
    ['a date', new Date(0), 'json.malformed'],
    ['a map', new Map(), 'json.malformed'],
    ['a value that holds itself', circular, 'json.too_deep'],
    ['65 levels', deep(65), 'json.too_deep'],
  ])('%s', (_, value, code) => {
    expect(() => canonicalBytes(value)).toThrowError(expect.objectContaining({ name: 'AnvilError', code }))
  })

  it('nothing at 64 levels', () => {
    expect(canonicalText(deep(64))).toBe(`${'['.repeat(64)}1${']'.repeat(64)}`)
  })

  it('nothing that another realm or no prototype made', () => {
    const bare: unknown = Object.assign(Object.create(null), { b: 1, a: 2 })
    expect(canonicalText(bare)).toBe('{"a":2,"b":1}')
  })
})
