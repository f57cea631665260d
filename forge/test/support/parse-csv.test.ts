import { expect, it } from 'vitest'
import { parseCsv } from './parse-csv.js'

it('reads quoted commas, quotes and line ends', () => {
  expect(parseCsv('act,prompt\n"a ""b""","c,\r\nd"\r\ne,""\n"""q""",x\n')).toEqual([
    ['act', 'prompt'],
    ['a "b"', 'c,\r\nd'],
    ['e', ''],
    ['"q"', 'x'],
  ])
})

it('goes on where a quotation ends too early or too late', () => {
  expect(parseCsv('"f" g,say "hi", x\n"h,i\n"j k",l')).toEqual([
    ['f g', 'say "hi"', ' x'],
    ['h,i\nj k"', 'l'],
  ])
})
