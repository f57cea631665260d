import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columns } from './columns.js'

const cell = fc.stringMatching(/^[a-z0-9]{1,12}$/)

describe('columns', () => {
  it('stand under their heads, as wide as their widest cell and two more', () => {
    expect(
      columns(
        ['ID', 'KIND', 'HASH'],
        [
          ['welcome.message', 'text', 'ab'],
          ['a', 'chat', 'abcdef'],
        ],
      ),
    ).toEqual(['ID               KIND  HASH', 'welcome.message  text  ab', 'a                chat  abcdef'])
  })

  it('show the heads alone where there is no row', () => {
    expect(columns(['A', 'B'], [])).toEqual(['A  B'])
  })

  it('end no line with blanks, though the last cells are empty', () => {
    expect(columns(['A', 'B', 'C'], [['long cell', '', '']])).toEqual(['A          B  C', 'long cell'])
  })

  it('begin each cell of a column at the same place', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 6 }), (rows) => {
        const table = [['H1', 'H2', 'H3'], ...rows]
        const widths = [0, 1].map((at) => Math.max(...table.map((row) => row[at]?.length ?? 0)) + 2)
        const [first = 0, second = 0] = widths
        const lines = columns(['H1', 'H2', 'H3'], rows)
        expect(lines).toHaveLength(table.length)
        for (const [at, line] of lines.entries()) {
          const parts = [line.slice(0, first), line.slice(first, first + second), line.slice(first + second)]
          expect(parts.map((part) => part.trimEnd())).toEqual(table[at])
        }
      }),
    )
  })
})
