import { describe, expect, it } from 'vitest'
import { PLACES } from './places.js'

/** What single keys do beside going somewhere. */
const OTHERS = ['g', 'j', 'k', 'x', 'X', '?']

describe('the pages of a project', () => {
  it('have a key each, which is a single letter and means nothing else', () => {
    const keys: string[] = PLACES.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.filter((key) => !/^[a-z]$/.test(key))).toEqual([])
    expect(keys.filter((key) => OTHERS.includes(key))).toEqual([])
  })

  it('have a name and an address each', () => {
    expect(new Set(PLACES.map(({ name }) => name)).size).toBe(PLACES.length)
    expect(new Set(PLACES.map(({ to }) => to)).size).toBe(PLACES.length)
  })
})
