import { assert, constantFrom, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { looksRandom } from './looks-random.js'

const DRAWN = 'q7Rk2vXz9LmT4wBn8HcY3pJd6FsG5aUe1KiV0oZxNtQyWbMhCjPlDgSfErAu'
const drawn = (length: number): string => DRAWN.repeat(6).slice(0, length)
const unitOf = (characters: string) => constantFrom(...characters.split(''))

describe('what looks as if a machine drew it', () => {
  it('is of 24 to 256 characters', () => {
    expect([23, 24, 256, 257].map((length) => looksRandom(drawn(length)))).toEqual([false, true, true, false])
  })

  it('without one of the cases, is of 28 characters or more, letters and digits alone', () => {
    const lower = drawn(60).toLowerCase()
    expect([27, 28].map((length) => looksRandom(lower.slice(0, length)))).toEqual([false, true])
    expect(looksRandom(lower.toUpperCase().slice(0, 32))).toBe(true)
    expect(looksRandom(`${lower.slice(0, 16)}-${lower.slice(16, 32)}`)).toBe(false)
  })

  it('has two digits, which change with letters often', () => {
    const letters = drawn(40).replaceAll(/\d/g, 'x')
    expect(looksRandom(letters)).toBe(false)
    expect(looksRandom(`${letters.slice(0, 39)}7`)).toBe(false)
    expect(looksRandom('CustomerInvoiceOverview2024December17')).toBe(false)
    expect(looksRandom('abcdefghijklmnopqrstuvwxyz0123456789')).toBe(false)
  })

  it('is no name of short words in camel case, with whatever year or number', () => {
    const names = ['GetTheCustomerOrderList2024Page17', 'sendMeTheDocAsPdf2024ForAll', 'ShowAllNewBugsOfWeek42In2025']
    expect(names.map(looksRandom)).toEqual([false, false, false])
    expect(looksRandom(`GetTheList2024${drawn(24)}`)).toBe(true)
    expect(looksRandom(`${'aB'.repeat(120)}!`)).toBe(false)
  })

  it('does not repeat itself', () => {
    expect(looksRandom('aB1'.repeat(12))).toBe(false)
    expect(looksRandom('aB1cD2'.repeat(12))).toBe(false)
  })

  it('is no digest and no UUID, in either case', () => {
    const hex = '3f9a1c07e5b8d2460fae91c3b7d58204'
    const uuid = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'
    for (const token of [hex, hex.toUpperCase(), hex + hex, uuid, uuid.toUpperCase()]) {
      expect(looksRandom(token)).toBe(false)
    }
  })

  it('is never of one class of characters, whatever they are', () => {
    const one = constantFrom('abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789', '-_+/=')
    const token = one.chain((characters) => string({ unit: unitOf(characters), minLength: 24, maxLength: 80 }))
    assert(property(token, (said) => !looksRandom(said)))
  })

  it('is the same however long dashes make it, until they outweigh it', () => {
    expect(looksRandom(`my-own-${drawn(40)}`)).toBe(true)
    expect(looksRandom(`${'-'.repeat(120)}${drawn(24)}`)).toBe(false)
  })
})
