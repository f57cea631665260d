import { describe, expect, it } from 'vitest'
import { networkOf } from './network-of.js'

describe('what one person has at hand', () => {
  it.each([
    ['192.0.2.7', '192.0.2.8'],
    ['::ffff:192.0.2.7', '192.0.2.8'],
    ['2001:db8:1:2::1', '2001:db8:1:3::1'],
    ['2001:db8:0:0:1::', '2001:db8:0:1:1::'],
    ['::1', '0:0:0:1::1'],
    ['unknown', ''],
  ])('is not shared by %s and %s', (one, other) => {
    expect(networkOf(one)).not.toBe(networkOf(other))
  })

  it.each([
    ['2001:DB8::1', '2001:db8:0:0:ffff:ffff:ffff:ffff'],
    ['2001:0db8:0000:0000::1', '2001:db8::2'],
    ['::ffff:c000:207', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['fe80::1', 'fe80::2'],
  ])('is shared by %s and %s', (one, other) => {
    expect(networkOf(one)).toBe(networkOf(other))
  })

  it.each(['', 'unknown', '2001:db8::g', '192.0.2.7:80'])('is the text itself where it is no address: %j', (text) => {
    expect(networkOf(text)).toBe(text)
  })
})
