import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columns } from './columns.js'
import { parseDuration } from './parse-duration.js'
import { parseSequence } from './parse-sequence.js'

describe('a duration', () => {
  it.each([
    ['1s', 1_000],
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['48h', 172_800_000],
    ['7d', 604_800_000],
    ['007d', 604_800_000],
    ['999999d', 86_399_913_600_000],
  ])('%s has %d milliseconds', (text, ms) => expect(parseDuration(text)).toBe(ms))

  it.each([
    '',
    '0s',
    '000d',
    '5',
    'h',
    '-1h',
    '1.5h',
    '1 h',
    ' 1h',
    '1h ',
    '1H',
    '1w',
    '1h30m',
    '1e3s',
    '1000000d',
    '٣h',
  ])('%j is none, and what one looks like is said', (text) =>
    expect(() => parseDuration(text)).toThrow('such as 90s, 30m, 48h or 7d'),
  )

  it('ends at a time that can be written down, however long it is', () => {
    expect(() => new Date(Date.now() + parseDuration('999999d')).toISOString()).not.toThrow()
  })
})

describe('a sequence', () => {
  it.each([
    ['411', 411],
    ['#411', 411],
    ['0', 0],
    ['999999999999999', 999_999_999_999_999],
  ])('%s is %d', (text, sequence) => expect(parseSequence(text)).toBe(sequence))

  it.each(['', '#', '##1', '-1', '1.0', '1e3', '0x1', ' 1', '1 ', '1000000000000000', 'latest'])('%j is none', (text) =>
    expect(() => parseSequence(text)).toThrow('such as 411'),
  )
})

describe('columns', () => {
  it('begin at the same place in each line, and no line ends in spaces', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'b', '.', '-'), maxLength: 12 })
    const row = fc.tuple(cell, cell, cell)
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
        const heads = ['ID', 'VERSION', 'KIND']
        const lines = columns(heads, rows)
        const [first = ''] = lines
        const starts = heads.map((head) => first.indexOf(head))
        for (const [at, cells] of [heads, ...rows].entries()) {
          const line = lines[at] ?? ''
          expect(line).toBe(line.trimEnd())
          for (const [column, text] of cells.entries()) {
            expect(line.slice(starts[column], (starts[column] ?? 0) + text.length)).toBe(text)
          }
        }
      }),
    )
  })

  it('are as wide as what stands in them and no wider', () => {
    expect(
      columns(
        ['A', 'B'],
        [
          ['long', 'x'],
          ['y', ''],
        ],
      ),
    ).toEqual(['A     B', 'long  x', 'y'])
  })
})
