import { InvalidArgumentError } from 'commander'
import { describe, expect, it } from 'vitest'
import { type Output, processOutput, writeResult } from './output.js'
import { parseDuration } from './parse-duration.js'

describe('a duration', () => {
  it.each([
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['48h', 172_800_000],
    ['7d', 604_800_000],
  ])('%s is %d ms', (text, ms) => expect(parseDuration(text)).toBe(ms))

  it.each(['', '0s', '5', 's', '-5s', '1.5h', '5 s', '5S', '5w', '9999999s', '١s'])('%j is none', (text) => {
    expect(() => parseDuration(text)).toThrow(InvalidArgumentError)
  })
})

describe('the output of a command', () => {
  const written = (json: boolean): string[] => {
    const lines: string[] = []
    const output: Output = {
      result: (text) => lines.push(text),
      message: () => undefined,
      raw: () => undefined,
      json,
      columns: undefined,
    }
    writeResult(output, { a: 1 }, ['one', 'two'])
    return lines
  }

  it('is lines for people, and one object with its version for programs', () => {
    expect(written(false)).toEqual(['one', 'two'])
    expect(written(true)).toEqual(['{"schemaVersion":1,"a":1}'])
  })

  it('knows which of both was asked for', () => {
    expect([processOutput(true).json, processOutput(false).json]).toEqual([true, false])
  })
})
