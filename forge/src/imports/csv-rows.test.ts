import { array, assert, constantFrom, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCsvRows } from './csv-rows.js'

const fieldsOf = (text: string): string[][] => readCsvRows(text).map(({ fields }) => fields)
const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`

describe('the rows of a CSV file', () => {
  it('have quoted commas, quotation marks and line ends', () => {
    expect(fieldsOf('\uFEFFact,prompt\n"a ""b""","c,\r\nd"\r\ne,""\n"""q""",x\n')).toEqual([
      ['act', 'prompt'],
      ['a "b"', 'c,\r\nd'],
      ['e', ''],
      ['"q"', 'x'],
    ])
  })

  it('are what was written, whatever that is', () => {
    const field = string({ unit: constantFrom('"', ',', '\r', '\n', 'a', ' ', 'é', '🎉', '{', '\uFEFF') })
    const rows = array(array(field, { minLength: 2, maxLength: 4 }), { minLength: 1 })
    assert(
      property(rows, constantFrom('\n', '\r\n', '\r'), (written, end) => {
        const text = written.map((row) => row.map(quoted).join(',')).join(end)
        expect(fieldsOf(text)).toEqual(written)
        expect(readCsvRows(text).flatMap(({ notes }) => notes)).toEqual([])
      }),
    )
  })

  it('know the line at which they begin', () => {
    const lines = readCsvRows('a,b\r\n"1\r\n2\n3",x\n\n\ry,z').map(({ line }) => line)
    expect(lines).toEqual([1, 2, 7])
  })

  it('go on over a quotation mark that was put before its comma, and say so', () => {
    const [row, next] = readCsvRows('x,"He said ""Yes","" ""No","" or ""Perhaps.""",FALSE\nnext,row,TRUE')
    expect(row?.fields).toEqual(['x', 'He said "Yes," "No," or "Perhaps."', 'FALSE'])
    expect(row?.notes).toHaveLength(2)
    expect(next).toEqual({ line: 2, fields: ['next', 'row', 'TRUE'], notes: [] })
  })

  it('keep a quotation mark in an unquoted field, and say so', () => {
    expect(readCsvRows('a, "b"')[0]).toMatchObject({ fields: ['a', ' "b"'], notes: [expect.any(String)] })
  })

  it('keep text after a quotation, over a line whose quotation mark is missing too, and say so', () => {
    const [first, second] = readCsvRows('"a" b,c\nd,e')
    expect(first).toEqual({
      line: 1,
      fields: ['a b', 'c'],
      notes: [expect.stringContaining('a quotation mark is missing')],
    })
    const [missing] = readCsvRows('"Chess,I play,NO\n"Go","I play ""Go"".",NO')
    expect(missing?.fields).toEqual(['Chess,I play,NO\nGo"', 'I play "Go".', 'NO'])
    expect(missing?.notes).toHaveLength(1)
    expect(second).toEqual({ line: 2, fields: ['d', 'e'], notes: [] })
  })

  it('are refused together where a quotation never ends', () => {
    expect(() => readCsvRows('a,b\nc,"d\ne,f\n')).toThrow(/quotation in the row of line 2 never ends/)
  })
})
