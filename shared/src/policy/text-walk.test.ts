import { describe, expect, it } from 'vitest'
import { BASE64, charactersOf, HEX, TextWalk, TOKEN, WORD } from './text-walk.js'

describe('a walk over a text', () => {
  it('tells the characters of a set, and nothing beyond ASCII or the text', () => {
    const walk = new TextWalk('a_é🚀')
    expect([0, 1, 2, 3, 4, 5, -1].map((at) => walk.isIn(at, WORD))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ])
    expect(new TextWalk('字\u0141').isIn(1, charactersOf('A'))).toBe(false)
  })

  it('ends where the set does, or the text', () => {
    const walk = new TextWalk('--c0ffee-g')
    expect([walk.endOf(0, HEX), walk.endOf(2, HEX), walk.endOf(9, HEX), walk.endOf(50, HEX)]).toEqual([0, 8, 9, 50])
    expect(walk.endOf(0, TOKEN)).toBe(10)
  })

  it('counts each character that it looks at', () => {
    const walk = new TextWalk('abc!')
    walk.endOf(0, BASE64)
    expect(walk.steps).toBe(4)
    walk.isIn(0, BASE64)
    expect(walk.steps).toBe(5)
  })
})
