import { describe, expect, it } from 'vitest'
import { chooseNumber, nextPreRelease, raise } from './propose-number.js'

describe('raise', () => {
  it.each([
    ['patch', '1.2.4'],
    ['minor', '1.3.0'],
    ['major', '2.0.0'],
  ] as const)('%s makes of 1.2.3 %s', (bump, expected) => {
    expect(raise('1.2.3', bump)).toBe(expected)
  })
})

describe('chooseNumber', () => {
  it('takes the proposal where nobody chose, and what is higher where somebody did', () => {
    expect(chooseNumber('1.3.0', undefined)).toBe('1.3.0')
    expect(['1.3.0', '1.10.0', '2.0.0'].map((chosen) => chooseNumber('1.3.0', chosen))).toEqual([
      '1.3.0',
      '1.10.0',
      '2.0.0',
    ])
  })

  it.each([
    ['1.2.9', 'version.number_too_low'],
    ['0.9.0', 'version.number_too_low'],
    ['2.0.0-review.1', 'request.invalid'],
  ])('refuses %s as %s', (chosen, code) => {
    expect(() => chooseNumber('1.3.0', chosen)).toThrow(expect.objectContaining({ code }))
  })
})

describe('nextPreRelease', () => {
  it('counts each kind of each number from 1, beyond 9 too', () => {
    expect(nextPreRelease('1.4.0', 'live', [])).toBe('1.4.0-live.1')
    const existing = ['1.4.0-live.2', '1.4.0-live.10', '1.4.0-review.3', '1.4.1-live.20']
    expect(nextPreRelease('1.4.0', 'live', existing)).toBe('1.4.0-live.11')
    expect(nextPreRelease('1.4.0', 'review', existing)).toBe('1.4.0-review.4')
  })
})
