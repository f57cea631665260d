import { describe, expect, it } from 'vitest'
import { locateLines, replaceLines } from './line-anchor.js'

const locate = (text: string, lines: Parameters<typeof locateLines>[1]) => locateLines(text.split('\n'), lines)
const replace = (text: string, by: Parameters<typeof replaceLines>[1]) => replaceLines(text.split('\n'), by)

/** The comment that somebody makes on these lines of a text. */
const quoted = (text: string, from: number, to = from) => ({
  from,
  to,
  quote: text
    .split('\n')
    .slice(from - 1, to)
    .join('\n'),
})
const TEXT = Array.from({ length: 12 }, (_, at) => `Line ${at + 1}`).join('\n')
const RANGES = Array.from({ length: 12 }, (_, at) => at + 1).flatMap((from) =>
  Array.from({ length: 13 - from }, (_, more): [number, number] => [from, from + more]),
)

describe('every range of a text', () => {
  it('is found where it is', () => {
    for (const [from, to] of RANGES) expect(locate(TEXT, quoted(TEXT, from, to))).toEqual({ from, to })
  })

  it('is found below what was put before it, and above what was put behind it', () => {
    for (const [from, to] of RANGES) {
      const lines = quoted(TEXT, from, to)
      expect(locate(`New\nlines\n${TEXT}`, lines)).toEqual({ from: from + 2, to: to + 2 })
      expect(locate(`${TEXT}\nmore`, lines)).toEqual({ from, to })
    }
  })

  it('is outdated once any of its lines says something else, and not by any other line', () => {
    for (const [from, to] of RANGES) {
      for (let changed = 1; changed <= 12; changed += 1) {
        const now = TEXT.split('\n')
          .with(changed - 1, 'Changed')
          .join('\n')
        const found = locate(now, quoted(TEXT, from, to))
        expect(found).toEqual(changed >= from && changed <= to ? undefined : { from, to })
      }
    }
  })

  it('is replaced by its suggestion, and nothing else is', () => {
    for (const [from, to] of RANGES) {
      const lines = TEXT.split('\n')
      const expected = [...lines.slice(0, from - 1), 'a', 'b', ...lines.slice(to)].join('\n')
      expect(replace(TEXT, [{ from, to, by: 'a\nb' }])).toBe(expected)
      expect(replace(TEXT, [{ ...quoted(TEXT, from, to), by: quoted(TEXT, from, to).quote }])).toBe(TEXT)
    }
  })
})

describe('quoted lines', () => {
  it('are compared letter by letter, white space and line ends included', () => {
    for (const other of ['Hello ', ' Hello', 'hello', 'Hello\r', 'Hel\u200blo'])
      expect(locate(other, quoted('Hello', 1))).toBeUndefined()
    expect(locate('a\r\nb\r\n', { from: 2, to: 2, quote: 'b\r' })).toEqual({ from: 2, to: 2 })
    expect(locate('e\u0301', { from: 1, to: 1, quote: '\u00e9' })).toBeUndefined()
  })

  it('may be empty lines: that one, or the only one', () => {
    expect(locate('', { from: 1, to: 1, quote: '' })).toEqual({ from: 1, to: 1 })
    expect(locate('a\n\nb', { from: 3, to: 3, quote: '' })).toEqual({ from: 2, to: 2 })
    expect(locate('a\n\n\nb', { from: 3, to: 3, quote: '' })).toEqual({ from: 3, to: 3 })
    expect(locate('\na\n', { from: 2, to: 2, quote: '' })).toBeUndefined()
  })

  it('are no pattern', () => {
    expect(locate('anything', { from: 1, to: 1, quote: '.*' })).toBeUndefined()
    expect(locate('x\n.*', { from: 1, to: 1, quote: '.*' })).toEqual({ from: 2, to: 2 })
  })

  it('that overlap themselves are in no single place', () => {
    expect(locate('x\na\na\na', { from: 1, to: 2, quote: 'a\na' })).toBeUndefined()
  })

  it('far outside the text are looked for within it', () => {
    expect(locate('a\nb', { from: 900, to: 900, quote: 'b' })).toEqual({ from: 2, to: 2 })
    expect(locate('a', { from: Number.MAX_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER, quote: 'b' })).toBeUndefined()
  })
})

describe('replacements', () => {
  it('come to the same in any order', () => {
    const [a, b, c] = [
      { from: 1, to: 1, by: 'x\ny\nz' },
      { from: 2, to: 4, by: '' },
      { from: 12, to: 12, by: 'end\n' },
    ] as const
    const expected = replace(TEXT, [a, b, c])
    expect(expected).toMatch(/^x\ny\nz\n\nLine 5\n[^]*Line 11\nend\n$/)
    for (const order of [
      [a, c, b],
      [b, a, c],
      [b, c, a],
      [c, a, b],
      [c, b, a],
    ])
      expect(replace(TEXT, order)).toBe(expected)
  })

  it.each([
    ['the same line', [3, 3], [3, 3]],
    ['one within another', [2, 6], [4, 4]],
    ['one that begins where another ends', [2, 4], [4, 6]],
    ['one that ends where another begins', [4, 6], [1, 4]],
  ] as const)('are refused where two are about %s', (_, [from, to], [otherFrom, otherTo]) => {
    const both = [
      { from, to, by: 'one' },
      { from: otherFrom, to: otherTo, by: 'other' },
    ]
    expect([replace(TEXT, both), replace(TEXT, both.toReversed())]).toEqual([undefined, undefined])
  })

  it('put text in as it is, whatever it looks like', () => {
    expect(replace('a\nb', [{ from: 1, to: 1, by: '$& {{x}} \\n $1' }])).toBe('$& {{x}} \\n $1\nb')
    expect(replace('a', [])).toBe('a')
  })
})
