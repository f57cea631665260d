import { array, assert, integer, nat, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countBefore, lineCounter } from './line-counter.js'

describe('the line of an index', () => {
  it('counts from 1, and the end of a line belongs to it', () => {
    const lineOf = lineCounter('ab\n\ncd\n')
    expect([0, 1, 2, 3, 4, 5, 6, 7].map(lineOf)).toEqual([1, 1, 1, 2, 3, 3, 3, 4])
    expect(lineCounter('')(0)).toBe(1)
    expect(lineCounter('\r\nx')(2)).toBe(2)
  })

  it('is what counting by hand gives, for any text', () => {
    const text = string({ unit: 'grapheme' }).map((said) => said.replaceAll(/[aeiou 0-9]/g, '\n'))
    assert(
      property(text, nat(40), (said, at) => {
        expect(lineCounter(said)(at)).toBe(said.slice(0, at).split('\n').length)
      }),
    )
  })
})

it('As many rising numbers are below another as a filter keeps', () => {
  assert(
    property(array(integer({ min: -20, max: 20 })), integer({ min: -25, max: 25 }), (numbers, limit) => {
      const rising = numbers.toSorted((a, b) => a - b)
      expect(countBefore(rising, limit)).toBe(rising.filter((number) => number < limit).length)
    }),
  )
})
