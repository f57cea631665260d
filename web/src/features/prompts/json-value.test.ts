import { describe, expect, it } from 'vitest'
import { looksUnfinished, readValue, writeValue } from './json-value.js'

describe('a value in a field', () => {
  it.each([
    ['warm'],
    ['5'],
    ['true'],
    ['"quoted"'],
    [''],
    [5],
    [-0.25],
    [true],
    [null],
    [[1, 'a']],
    [{ a: { b: [] } }],
  ])('is read as it was written: %j', (value) => {
    expect(readValue(writeValue(value))).toEqual(value)
  })

  it('is written as plain as it can be', () => {
    expect([writeValue('warm'), writeValue('5'), writeValue(5), writeValue([1])]).toEqual([
      'warm',
      '"5"',
      '5',
      '[\n  1\n]',
    ])
  })

  it('stays a text while its JSON is not finished', () => {
    const texts = ['{"a":', '[1, ', '"open', 'gpt-4']
    expect(texts.map(readValue)).toEqual(texts)
    expect(texts.map(looksUnfinished)).toEqual([true, true, true, false])
    expect([looksUnfinished({}), looksUnfinished(5)]).toEqual([false, false])
  })

  it('stays a text where a number would not be what was typed', () => {
    const texts = ['12345678901234567890', '1e400', '{"a":[12345678901234567890]}']
    expect(texts.map(readValue)).toEqual(texts)
  })
})
