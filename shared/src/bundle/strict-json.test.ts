import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AnvilError } from '../errors.js'
import { canonicalBytes, canonicalText } from './canonical.js'
import { parseCanonical, parseStrict } from './strict-json.js'

const limits = { maxBytes: 100_000 }
const bytesOf = (text: string) => Buffer.from(text, 'utf8')
const strict = (text: string) => parseStrict(bytesOf(text), limits)
const refusal = (code: string) => expect.objectContaining({ name: 'AnvilError', code })

/** Valid JSON texts of every spelling: members in any order, white space, long escapes, odd numbers. */
const space = fc.constantFrom('', '', ' ', '\n\t')
const word = fc
  .array(
    fc.constantFrom('a', 'é', '😀', '\\n', '\\u0041', '\\"', '\\\\', '\\/', ':', ',', '{', ']', '\\u001f', '\\u001F'),
  )
  .map((parts) => `"${parts.join('')}"`)
const number = fc.constantFrom('0', '-0', '7', '42', '-99', '100', '1e2', '1E+2', '1.0', '0.5', '1e21', '1e-7')
const { value: jsonText } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('null', 'true', 'false'),
    number,
    word,
    fc.tuple(space, fc.array(tie('value'), { maxLength: 4 })).map(([gap, items]) => `[${gap}${items.join(`,${gap}`)}]`),
    fc
      .tuple(space, fc.array(fc.tuple(word, space, tie('value')), { maxLength: 4 }))
      .map(([gap, members]) => `{${members.map(([key, gap, member]) => `${key}${gap}:${member}`).join(',')}${gap}}`),
  ),
}))

/** A slow and plain way to see a doubled key: reads the members of each object one by one. */
function hasDoubledKey(text: string): boolean {
  const seen: Set<string>[] = []
  let doubled = false
  for (const [token, close] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g)) {
    if (token === '{') seen.push(new Set())
    else if (token === '}') seen.pop()
    else if (close !== undefined) {
      const key = String(JSON.parse(token.slice(0, -close.length)))
      doubled ||= seen.at(-1)?.has(key) === true
      seen.at(-1)?.add(key)
    }
  }
  return doubled
}

describe('a strict reader', () => {
  it.each([
    ['nothing', '', 'json.malformed'],
    ['text cut short', '{"a":', 'json.malformed'],
    ['more after the end', '{} {}', 'json.malformed'],
    ['a comma too many', '[1,]', 'json.malformed'],
    ['a raw line end in a text', '"a\nb"', 'json.malformed'],
    ['a number beyond all', '[1e999]', 'json.malformed'],
    ['a byte order mark', '\ufeff{}', 'json.malformed'],
    ['the same key twice', '{"a":1,"a":1}', 'json.duplicate_key'],
    ['the same key twice, deep inside', '{"x":[{"y":{"a":1,"b":2,"a":3}}]}', 'json.duplicate_key'],
    ['the same key twice, once escaped', String.raw`{"a":1,"\u0061":2}`, 'json.duplicate_key'],
    ['the same key twice, with other keys in the one that was lost', '{"a":{"b":1,"c":2},"a":0}', 'json.duplicate_key'],
    ['an own __proto__', '{"__proto__":{"admin":true}}', 'json.forbidden_text'],
    ['an escaped __proto__', String.raw`{"\u005f_proto__":1}`, 'json.forbidden_text'],
    ['an escaped NUL', String.raw`["\u0000"]`, 'json.forbidden_text'],
    ['half of a surrogate pair', String.raw`["\ud83d"]`, 'json.forbidden_text'],
    ['half of a surrogate pair in a key', String.raw`{"\ude00":1}`, 'json.forbidden_text'],
    ['65 levels', '['.repeat(65) + ']'.repeat(65), 'json.too_deep'],
    ['a million levels', '['.repeat(40_000) + ']'.repeat(40_000), 'json.too_deep'],
    ['too many bytes', `"${'a'.repeat(100_000)}"`, 'json.too_large'],
  ])('refuses %s', (_, text, code) => {
    expect(() => strict(text)).toThrowError(refusal(code))
  })

  it.each([[[0x22, 0xff, 0x22]], [[0x22, 0xc0, 0x80, 0x22]], [[0x22, 0xed, 0xa0, 0x80, 0x22]], [[0x5b, 0x5d, 0x00]]])(
    'refuses the bytes %j',
    (bytes) => {
      expect(() => parseStrict(Uint8Array.from(bytes), limits)).toThrowError(refusal('json.malformed'))
    },
  )

  it('takes a pair of escapes that make one character, and colons, braces and quotes inside of texts', () => {
    expect(strict(String.raw`{"\ud83d\ude00":"a\":{\"b\":1}\\"}`)).toEqual({ '😀': String.raw`a":{"b":1}\ `.trim() })
  })

  it('reads a view into a larger buffer', () => {
    expect(parseStrict(bytesOf('xx[1]xx').subarray(2, 5), limits)).toEqual([1])
  })

  it('reads every valid text as JSON.parse does, and refuses it if and only if a key is doubled', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        if (hasDoubledKey(text)) expect(() => strict(text)).toThrowError(refusal('json.duplicate_key'))
        else expect(strict(text)).toEqual(JSON.parse(text))
      }),
      { numRuns: 1_000 },
    )
  })

  it('raises nothing but its own error, whatever the bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      jsonText.map(bytesOf),
      fc
        .tuple(jsonText.map(bytesOf), fc.nat(), fc.nat(255))
        .map(([bytes, at, byte]) => bytes.with(at % bytes.length, byte)),
    )
    fc.assert(
      fc.property(bytes, (bytes) => {
        for (const read of [parseStrict, parseCanonical]) {
          try {
            read(bytes, limits)
          } catch (error) {
            expect(error).toBeInstanceOf(AnvilError)
          }
        }
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('a canonical reader', () => {
  it('takes a text if and only if it is the canonical one', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const canonical = !hasDoubledKey(text) && canonicalText(JSON.parse(text)) === text
        if (canonical) expect(parseCanonical(bytesOf(text), limits)).toEqual(JSON.parse(text))
        else expect(() => parseCanonical(bytesOf(text), limits)).toThrowError(AnvilError)
      }),
      { numRuns: 2_000 },
    )
  })

  it('takes whatever was made canonical', () => {
    fc.assert(
      fc.property(
        jsonText.filter((text) => !hasDoubledKey(text)),
        (text) => {
          expect(parseCanonical(canonicalBytes(JSON.parse(text)), limits)).toEqual(
            JSON.parse(JSON.stringify(JSON.parse(text))),
          )
        },
      ),
    )
  })

  it.each([
    '[ 1]',
    '[1] ',
    '{"b":1,"a":2}',
    '[1e2]',
    '[1e2 ]',
    '[-0]',
    '[1.0]',
    '["\\/"]',
    '["\\u001F"]',
    '["\\u000a"]',
    '["é\\u00e9"]',
    '{"a":1,"a":1}',
  ])('refuses %s', (text) => {
    expect(() => parseCanonical(bytesOf(text), limits)).toThrowError(refusal('json.malformed'))
  })

  it('takes keys that look like numbers, which JavaScript puts in another order', () => {
    expect(parseCanonical(bytesOf('{"10":1,"9":2,"a":3}'), limits)).toEqual({ '9': 2, '10': 1, a: 3 })
    expect(() => parseCanonical(bytesOf('{"9":2,"10":1}'), limits)).toThrowError(refusal('json.malformed'))
  })
})
