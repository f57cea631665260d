import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPromptId, PromptId, Slug } from './prompt-id.js'
import { isVersionNumber } from './version-number.js'

const word = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/)
const part = fc.integer({ min: 0, max: 999_999_999 })

describe('the id of a prompt', () => {
  it('is one or more words with dots between them, unless every object has its name', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        const id = words.join('.')
        expect(isPromptId(id)).toBe(!(id in {}))
      }),
    )
  })

  it('has no empty word and none but ASCII', () => {
    fc.assert(
      fc.property(word, fc.constantFrom('.', '..', ' ', '/', 'é', '\n', '\u0000', '{'), (name, mark) => {
        expect([isPromptId(mark + name), isPromptId(name + mark)]).toEqual([false, false])
      }),
    )
  })

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('is not %s, but may begin with it', (name) => {
    expect([isPromptId(name), isPromptId(`${name}.a`)]).toEqual([false, true])
  })

  it('has 128 characters at most, dots included', () => {
    const half = 'x'.repeat(63)
    expect([isPromptId(`${half}.${half}x`), isPromptId(`${half}.${half}xx`)]).toEqual([true, false])
  })

  it('is told by its schema as by its check', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), word), (text) => {
        expect(PromptId.safeParse(text).success).toBe(isPromptId(text))
      }),
    )
  })
})

describe('a slug', () => {
  it.each(['a', '0', 'a-b', 'a1-2b-c', 'x'.repeat(64)])('may be %s', (slug) => {
    expect(Slug.safeParse(slug).success).toBe(true)
  })

  it.each(['', '-', '-a', 'a-', 'a--b', 'A', 'a_b', 'a.b', 'a b', 'ä', 'a\n', '../a'])('is not %j', (slug) => {
    expect(Slug.safeParse(slug).success).toBe(false)
  })
})

describe('the number of a version', () => {
  it('is three parts of nine digits at most, and a pre-release counted from 1', () => {
    fc.assert(
      fc.property(part, part, part, (major, minor, patch) => {
        const number = `${major}.${minor}.${patch}`
        expect(isVersionNumber(number)).toBe(true)
        for (const kind of ['live', 'review']) {
          expect(isVersionNumber(`${number}-${kind}.${patch}`)).toBe(patch > 0)
          expect(isVersionNumber(`${number}-${kind}.0${patch}`)).toBe(false)
        }
      }),
    )
  })

  it.each([0, 1, 2])('has no zero before, and no tenth digit, in its part %d', (at) => {
    const withPart = (text: string): string => ['1', '1', '1'].with(at, text).join('.')
    expect(['0', '999999999', '01', '00', '1000000000', ''].map((text) => isVersionNumber(withPart(text)))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ])
  })

  it.each(['1.0.0-locked.1', '1.0.0-LIVE.1', '1.0.0-live.1.1', '1.0.0-live-1', '1.0.0\n', '1.0.0.0', '１.0.0'])(
    'is not %j',
    (text) => {
      expect(isVersionNumber(text)).toBe(false)
    },
  )
})
