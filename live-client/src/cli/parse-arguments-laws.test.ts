import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDuration } from './parse-duration.js'
import { parseSequence } from './parse-sequence.js'

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const unit = fc.constantFrom('s', 'm', 'h', 'd')
const invalid = expect.objectContaining({ code: 'commander.invalidArgument' })

describe('a duration', () => {
  it('is its number times its unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), unit, (count, letter) => {
        expect(parseDuration(`${count}${letter}`)).toBe(count * UNITS[letter])
      }),
    )
  })

  it('is never nothing, negative or endless, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.tuple(fc.string({ maxLength: 4 }), unit).map(([a, b]) => a + b),
        ),
        (text) => {
          try {
            const ms = parseDuration(text)
            expect(Number.isSafeInteger(ms) && ms > 0).toBe(true)
          } catch (error) {
            expect(error).toEqual(invalid)
          }
        },
      ),
    )
  })

  it.each(['', '0s', '000d', '5', 'h', '1.5h', '-1h', '+1h', '1 h', '1H', '1w', '1h30m', '1000000s', '1h\n', '１h'])(
    'is not %j',
    (text) => {
      expect(() => parseDuration(text)).toThrow(invalid)
    },
  )
})

describe('a sequence', () => {
  it('is the same with and without its mark', () => {
    fc.assert(
      fc.property(fc.nat(), (sequence) => {
        expect(parseSequence(String(sequence))).toBe(sequence)
        expect(parseSequence(`#${sequence}`)).toBe(sequence)
      }),
    )
  })

  it('is exact up to its last digit', () => {
    expect(parseSequence('9'.repeat(15))).toBe(999_999_999_999_999)
    expect(parseSequence('#0')).toBe(0)
  })

  it.each(['', '#', '##1', '-1', '1.0', '1e3', '0x1', ' 1', '1 ', '1#', '9'.repeat(16), 'latest'])(
    'is not %j',
    (text) => {
      expect(() => parseSequence(text)).toThrow(invalid)
    },
  )
})
