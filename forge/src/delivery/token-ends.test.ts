import { beforeEach, describe, expect, it } from 'vitest'
import { TokenEnds } from './token-ends.js'

const HOUR = 60 * 60_000
const START = Date.parse('2026-06-01T12:00:00Z')
let elapsed: number
let ends: TokenEnds

beforeEach(() => {
  elapsed = 0
  ends = new TokenEnds({ now: () => new Date(START + elapsed), elapsedMs: () => elapsed })
})

function pass(ms: number): void {
  elapsed += ms
  ends.forgetOld()
}

describe('the end of an access token', () => {
  it('is held for an hour once the token was revoked, and then forgotten', () => {
    ends.note('a', null)
    pass(0)
    pass(HOUR)
    expect(ends.of('a')).toBeNull()
    pass(1)
    expect(ends.of('a')).toBeUndefined()
  })

  it('that is to come is held until an hour after it came', () => {
    const end = new Date(START + 30 * 24 * HOUR)
    ends.note('a', end)
    pass(30 * 24 * HOUR - 1)
    pass(1)
    pass(HOUR)
    expect(ends.of('a')).toEqual(end)
    pass(1)
    expect(ends.of('a')).toBeUndefined()
  })

  it('is held for an hour from when it was first seen to have come, also where the clock jumped over it', () => {
    ends.note('a', new Date(START + 1))
    pass(30 * 24 * HOUR)
    expect(ends.of('a')).toBeDefined()
    pass(HOUR + 1)
    expect(ends.of('a')).toBeUndefined()
  })

  it('by revocation is not put off by a later rotation, and replaces one that was to come', () => {
    ends.note('a', new Date(START + 1))
    ends.note('a', null)
    ends.note('a', new Date(START + HOUR))
    expect(ends.of('a')).toBeNull()
  })
})
