import { describe, expect, it } from 'vitest'
import { foldRows, lineRows } from './line-rows.js'

const said = (from: string, to: string): string[] =>
  lineRows(from, to).map(({ side, line, text, kind }) => `${kind} ${side} ${line}: ${text}`)

describe('two texts line by line', () => {
  it('have the lines that go before those that come, each with its number', () => {
    expect(said('Hello\nyou\nBye', 'Hello\nall\nof you\nBye')).toEqual([
      'same draft 1: Hello',
      'removed locked 2: you',
      'added draft 2: all',
      'added draft 3: of you',
      'same draft 4: Bye',
    ])
  })

  it('are all new where there was nothing', () => {
    expect(said('', 'One\nTwo')).toEqual(['added draft 1: One', 'added draft 2: Two'])
    expect(said('One', 'One')).toEqual(['same draft 1: One'])
  })

  it('keep empty lines and the last line break', () => {
    expect(said('One\n\n', 'One\n\n')).toEqual(['same draft 1: One', 'same draft 2: ', 'same draft 3: '])
  })
})

describe('lines that stay the same', () => {
  const long = Array.from({ length: 20 }, (_, at) => `Line ${at + 1}`)
  const changed = long.with(9, 'Changed')
  const shapeOf = (keep: number | undefined): string[] =>
    foldRows(lineRows(long.join('\n'), changed.join('\n')), ({ line }) => line === keep).map((row) =>
      'folded' in row ? `… ${row.folded}` : `${row.line}`,
    )

  it('are folded but for a few around a change', () => {
    expect(shapeOf(undefined)).toEqual(['… 6', '7', '8', '9', '10', '10', '11', '12', '13', '… 7'])
  })

  it('are shown around what is talked about', () => {
    expect(shapeOf(20).slice(-5)).toEqual(['… 3', '17', '18', '19', '20'])
  })

  it('are all shown in a short text, which has no change far away', () => {
    expect(foldRows(lineRows('a\nb', 'a\nc'), () => false)).toHaveLength(3)
  })
})
