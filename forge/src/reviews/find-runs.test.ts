import { array, assert, constantFrom, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findRuns } from './find-runs.js'

/** What it has to come to, found the slow way. */
function findEach(lines: readonly string[], wanted: readonly string[]): number[] {
  return lines.flatMap((_, start) => (wanted.every((line, at) => lines[start + at] === line) ? [start] : []))
}

/** How often lines are read while others are looked for among them. */
function readsOf(lines: string[], wanted: string[]): number {
  let reads = 0
  const counting: ProxyHandler<string[]> = {
    get: (of, name) => {
      reads += 1
      return Reflect.get(of, name)
    },
  }
  findRuns(new Proxy(lines, counting), new Proxy(wanted, counting), 2)
  return reads
}

describe('the places of some lines among others', () => {
  it('are those that one finds by looking at each', () => {
    const line = constantFrom('', 'a', 'b')
    const some = (maxLength: number) => array(line, { minLength: 1, maxLength })
    const found = property(some(30), some(6), (lines, wanted) => {
      const all = findEach(lines, wanted)
      expect([findRuns(lines, wanted, Infinity), findRuns(lines, wanted, 2)]).toEqual([all, all.slice(0, 2)])
    })
    assert(found, { numRuns: 1_000 })
  })

  it.each<[string, (at: number) => string]>([
    ['the last one', (at) => (at === 4_999 ? 'x' : '')],
    ['the first one', (at) => (at === 0 ? 'x' : '')],
    ['one in the middle', (at) => (at === 2_500 ? 'x' : '')],
    ['none', () => ''],
  ])('are found by reading each line a few times, where all are equal but %s', (_, wantedAt) => {
    const lines = Array.from({ length: 20_000 }, () => '')
    const wanted = Array.from({ length: 5_000 }, (__, at) => wantedAt(at))
    expect(readsOf(lines, wanted)).toBeLessThan(10 * (lines.length + wanted.length))
  })
})
