import { describe, expect, it } from 'vitest'
import { flag, folder, labels, matching, oneOf, text, wholeNumber, WrongValue } from './readers.js'

const refused = (read: () => unknown): string => {
  try {
    read()
  } catch (error) {
    if (error instanceof WrongValue) return error.message
    throw error
  }
  return 'taken'
}

describe('a reader of options', () => {
  it('of texts takes any but the empty one', () => {
    expect(text('a')).toBe('a')
    for (const wrong of ['', 1, null, undefined, {}]) expect(refused(() => text(wrong))).toMatch(/must be a text/)
  })

  it('of a pattern never shows what it was given, for that may be a secret', () => {
    const read = matching(/^anv_/, 'an access token')
    expect(read('anv_x')).toBe('anv_x')
    expect(refused(() => read('hunter2'))).toBe('must be an access token')
  })

  it('of a choice names all of them', () => {
    const read = oneOf('accepting', 'frozen')
    expect(read('frozen')).toBe('frozen')
    expect(refused(() => read('Frozen'))).toBe('must be accepting or frozen, not "Frozen"')
    expect(refused(() => read(1))).toContain('not number')
  })

  it.each([0, 100, '0', '007', '100'])('of whole numbers takes %j between its bounds', (value) => {
    expect(wholeNumber(0, 100)(value)).toBe(Number(value))
  })

  it.each([-1, 101, 1.5, Number.NaN, Infinity, '', ' 1', '1e2', '0x10', '-1', '1.0', '9'.repeat(20), true, null, [5]])(
    'of whole numbers refuses %j',
    (value) => expect(refused(() => wholeNumber(0, 100)(value))).toMatch(/from 0 to 100/),
  )

  it('of flags takes what an environment can say', () => {
    expect([true, 'true', '1', false, 'false', '0'].map(flag)).toEqual([true, true, true, false, false, false])
    for (const wrong of ['yes', 'TRUE', 1, 0, null, '']) expect(refused(() => flag(wrong))).toMatch(/true or false/)
  })

  it('of folders takes false, also as a text', () => {
    expect([folder('x'), folder(false), folder('false')]).toEqual(['x', false, false])
    for (const wrong of [true, '', 0, null]) expect(refused(() => folder(wrong))).toMatch(/must be a text/)
  })

  it('of labels takes an object or what an environment can say', () => {
    expect(labels({ region: 'eu' })).toEqual({ region: 'eu' })
    expect(labels({})).toEqual({})
    expect(labels('region=eu, tier = web,empty=,a=b=c')).toEqual({ region: 'eu', tier: 'web', empty: '', a: 'b=c' })
  })

  it.each([
    '',
    'x',
    '=x',
    'a=b,',
    { a: 1 },
    { a: null },
    { '': 'x' },
    { ['k'.repeat(65)]: 'x' },
    { a: 'x'.repeat(257) },
    7,
  ])('of labels refuses %j', (value) => expect(refused(() => labels(value))).toMatch(/such as region=eu/))
})
