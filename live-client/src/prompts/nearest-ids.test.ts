import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nearestIds } from './nearest-ids.js'

const known = ['welcome.message', 'welcome.massage', 'goodbye.message', 'billing.reminder', 'a']

describe('nearestIds', () => {
  it.each([
    ['welcome.mesage', ['welcome.message', 'welcome.massage']],
    ['Welcome.message', ['welcome.message', 'welcome.massage']],
    ['billing.remind', ['billing.reminder']],
    ['b', ['a']],
    ['something.else.entirely', []],
    ['', ['a']],
  ])('of %j are %j', (id, expected) => {
    expect(nearestIds(id, known)).toEqual(expected)
  })

  it('finds an id with one letter changed', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{6,20}$/), fc.nat(), (id, at) => {
        const changed = id.slice(0, at % id.length) + '_' + id.slice((at % id.length) + 1)
        expect(nearestIds(changed, [id])).toEqual([id])
      }),
    )
  })

  it('gives three at most', () => {
    expect(nearestIds('p0', ['p1', 'p2', 'p3', 'p4'])).toEqual(['p1', 'p2', 'p3'])
  })
})
