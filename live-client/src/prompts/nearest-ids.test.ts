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

  it('gives those that a plain count of changed letters gives, in its order', () => {
    const changes = (a: string, b: string): number => {
      if (a === '' || b === '') return a.length + b.length
      if (a[0] === b[0]) return changes(a.slice(1), b.slice(1))
      return 1 + Math.min(changes(a.slice(1), b), changes(a, b.slice(1)), changes(a.slice(1), b.slice(1)))
    }
    const short = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 6 })
    fc.assert(
      fc.property(short, fc.uniqueArray(short, { maxLength: 6 }), (id, ids) => {
        const near = ids.filter((each) => changes(id, each) <= 2)
        const sorted = near.toSorted((a, b) => changes(id, a) - changes(id, b) || (a < b ? -1 : 1))
        expect(nearestIds(id, ids)).toEqual(sorted.slice(0, 3))
      }),
    )
  })

  it('gives three at most', () => {
    expect(nearestIds('p0', ['p1', 'p2', 'p3', 'p4'])).toEqual(['p1', 'p2', 'p3'])
  })
})
