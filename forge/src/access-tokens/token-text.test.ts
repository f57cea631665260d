import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { toBase62 } from './base62.js'
import { newTokenText, parseTokenText } from './token-text.js'

describe('toBase62', () => {
  it.each([
    [[0, 0, 0, 0], '000000'],
    [[0, 0, 0, 61], '00000z'],
    [[0, 0, 0, 62], '000010'],
    [[255, 255, 255, 255], '4gfFC3'],
  ])('writes %j as %s', (bytes, text) => {
    expect(toBase62(Uint8Array.from(bytes))).toBe(text)
  })
})

describe('an access token', () => {
  it('says its environment and public id, and is never made twice', () => {
    const token = newTokenText('eu-west')
    expect(token.value).toMatch(/^anv_eu-west_[0-9A-Za-z]{13}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/)
    expect(parseTokenText(token.value)).toEqual(token)
    expect(newTokenText('eu-west').value).not.toBe(token.value)
  })

  it('is found in any text by the pattern that the specification gives to scanners', async () => {
    const specification = await readFile(path.resolve(import.meta.dirname, '../../../shared/README.md'), 'utf8')
    const pattern = /```regex\n(.*)\n```/.exec(specification)?.[1] ?? expect.fail('The specification has no pattern')
    const { value } = newTokenText('eu-west')
    const text = `ANVIL_ACCESS_TOKEN="${value}" # https://x/?t=${value}&anv_eu-west_short`
    expect(text.match(new RegExp(pattern, 'g'))).toEqual([value, value])
    expect(value.slice(0, -1)).not.toMatch(new RegExp(pattern))
  })

  it('is refused when any one character of it was mistyped', () => {
    const { value } = newTokenText('production')
    for (let at = 0; at < value.length; at++) {
      const typed = value.charAt(at) === 'x' ? 'y' : 'x'
      const mistyped = value.slice(0, at) + typed + value.slice(at + 1)
      expect(() => parseTokenText(mistyped)).toThrowError(expect.objectContaining({ code: 'token.invalid' }))
    }
  })

  it.each(['', 'anv_', 'Bearer x', 'anv_production', `anv_production_${'a'.repeat(200_000)}`])(
    'is not %.20j',
    (text) => {
      expect(() => parseTokenText(text)).toThrowError(expect.objectContaining({ code: 'token.invalid' }))
    },
  )
})
