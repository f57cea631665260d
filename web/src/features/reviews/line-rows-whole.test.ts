import { describe, expect, it } from 'vitest'
import { foldRows, type LineRow, lineRows } from './line-rows.js'

const TEXTS = [
  '',
  'One',
  'One\n',
  '\nOne',
  'One\nTwo\nThree',
  'Three\nTwo\nOne',
  'One\n\n\nTwo',
  'One\r\nTwo\r\n',
  Array.from({ length: 40 }, (_, at) => `Line ${at % 7}`).join('\n'),
  Array.from({ length: 40 }, (_, at) => `Line ${at % 5}`).join('\n'),
  '<b>One</b> {{name}} 🦊 דנה',
]
const PAIRS = TEXTS.flatMap((from) => TEXTS.map((to): [string, string] => [from, to]))
const textOf = (rows: readonly LineRow[]) => rows.map(({ text }) => text).join('\n')

describe('any two texts', () => {
  it('can be put together again from their rows', () => {
    for (const [from, to] of PAIRS) {
      const rows = lineRows(from, to)
      expect(textOf(rows.filter(({ kind }) => kind !== 'removed'))).toBe(to)
      expect(textOf(rows.filter(({ kind }) => kind !== 'added'))).toBe(from)
    }
  })

  it('have each line of the draft once, counted from 1, as a comment names it', () => {
    for (const [from, to] of PAIRS) {
      const rows = lineRows(from, to)
      const numbers = rows.filter(({ side }) => side === 'draft').map(({ line }) => line)
      expect(numbers).toEqual(to.split('\n').map((_, at) => at + 1))
      for (const { side, line, text } of rows) expect((side === 'draft' ? to : from).split('\n')[line - 1]).toBe(text)
    }
  })

  it('that are the same have no change', () => {
    for (const text of TEXTS.filter((each) => each !== ''))
      expect(new Set(lineRows(text, text).map(({ kind }) => kind))).toEqual(new Set(['same']))
  })
})

describe('folded rows', () => {
  const isFold = (row: LineRow | { folded: number }): row is { folded: number } => 'folded' in row

  it('leave no row out, hide no change and nothing that is kept, and never fold nothing', () => {
    for (const [from, to] of PAIRS) {
      const rows = lineRows(from, to)
      const keep = ({ line }: LineRow) => line === 20
      const shown = foldRows(rows, keep)
      const folds = shown.filter(isFold)
      const open = shown.filter((row): row is LineRow => !isFold(row))
      expect(open.length + folds.reduce((sum, { folded }) => sum + folded, 0)).toBe(rows.length)
      expect(folds.every(({ folded }) => folded > 0)).toBe(true)
      const musts = rows.filter((row) => row.kind !== 'same' || keep(row))
      expect(musts.filter((row) => !open.includes(row))).toEqual([])
      expect(open).toEqual(rows.filter((row) => open.includes(row)))
    }
  })

  it('show three lines before and behind a change, and fold from the fourth on', () => {
    const same = Array.from({ length: 9 }, (_, at) => `${at + 1}`)
    const rows = lineRows(same.join('\n'), same.with(4, 'x').join('\n'))
    const shown = foldRows(rows, () => false)
    expect(shown.map((row) => (isFold(row) ? `… ${row.folded}` : row.text))).toEqual([
      '… 1',
      '2',
      '3',
      '4',
      '5',
      'x',
      '6',
      '7',
      '8',
      '… 1',
    ])
  })

  it('are one fold where nothing changed, and none where nothing is', () => {
    expect(foldRows(lineRows('a\nb\nc', 'a\nb\nc'), () => false)).toEqual([{ folded: 3 }])
    expect(foldRows([], () => true)).toEqual([])
  })
})
