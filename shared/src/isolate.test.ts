import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isolate, settle } from './isolate.js'

const [LRI, RLI, FSI, PDI, RLO] = ['\u2066', '\u2067', '\u2068', '\u2069', '\u202E']

describe('a name in a sentence', () => {
  it.each(['Engines', 'Größe', '東京', 'a\u200Bb', '🦊', '<b>'])(
    'is left alone where it runs as it does: %j',
    (name) => {
      expect(isolate(name)).toBe(name)
    },
  )

  it.each([
    ['Hebrew', 'שלום', `${FSI}שלום${PDI}`],
    ['Arabic with digits', 'سلام 12', `${FSI}سلام 12${PDI}`],
    ['an override without an end', `${RLO}abc`, `${FSI}${RLO}abc${PDI}`],
    ['an isolate without an end', `a${RLI}b`, `${FSI}a${RLI}b${PDI}${PDI}`],
    ['an end without an isolate', `a${PDI}${RLO}b`, `${FSI}a${RLO}b${PDI}`],
    ['both, the wrong way round', `${PDI}${LRI}a`, `${FSI}${LRI}a${PDI}${PDI}`],
  ])('keeps to itself: %s', (_what, name, held) => {
    expect(isolate(name)).toBe(held)
  })

  it('ends no paragraph, which would end what holds it', () => {
    expect(settle('a\u2029b\r\nc\u0085d')).toBe('a b  c d')
  })
})

const hostile = fc.string({ unit: fc.constantFrom('a', 'ש', LRI, RLI, FSI, PDI, RLO, '\u202C', '\n', '\u2029') })

describe('any text', () => {
  it('opens as many isolates as it ends, and never ends one that it did not open', () => {
    fc.assert(fc.property(hostile, (text) => depths(settle(text)).every((depth) => depth === 0)))
  })

  it('stays as it is when it is settled twice', () => {
    fc.assert(fc.property(hostile, (text) => settle(settle(text)) === settle(text)))
  })
})

/** How deep isolates are nested where it is least, and at the end. */
function depths(text: string): number[] {
  let [least, last] = [0, 0]
  for (const character of text) {
    if ([LRI, RLI, FSI].includes(character)) last++
    if (character === PDI) last--
    least = Math.min(least, last)
  }
  return [least, last]
}
