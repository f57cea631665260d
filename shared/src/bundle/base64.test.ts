import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64, decodeBase64Url, encodeBase64, encodeBase64Url } from './base64.js'

const CODECS = [
  ['base64', encodeBase64, decodeBase64],
  ['base64url', encodeBase64Url, decodeBase64Url],
] as const

describe.each(CODECS)('%s', (_, encode, decode) => {
  it('gives back every byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect([...(decode(encode(bytes)) ?? [])]).toEqual([...bytes])
      }),
    )
  })

  it('has one spelling for the same bytes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9+/_=-]{0,12}$/)), (text) => {
        const bytes = decode(text)
        if (bytes !== undefined) expect(encode(bytes)).toBe(text)
      }),
    )
  })

  it.each(['A', 'AB', 'AAB', 'AB==\n', ' AA==', 'A A=', 'AA=', 'AAA==', '=', 'é'])('is not %j', (text) => {
    expect(decode(text)).toBeUndefined()
  })
})

describe('the alphabets', () => {
  const bytes = Uint8Array.of(0xfb, 0xff)

  it('are not taken for each other', () => {
    expect([encodeBase64(bytes), encodeBase64Url(bytes)]).toEqual(['+/8=', '-_8'])
    expect([decodeBase64('-_8'), decodeBase64('-_8='), decodeBase64Url('+/8'), decodeBase64Url('-_8=')]).toEqual(
      Array.from({ length: 4 }, () => undefined),
    )
  })

  it('have the empty text for no bytes', () => {
    expect([decodeBase64('')?.length, decodeBase64Url('')?.length]).toEqual([0, 0])
  })
})
