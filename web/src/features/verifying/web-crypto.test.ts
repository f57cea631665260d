import { describe, expect, it } from 'vitest'
import { fromBase64, isSignedBy, sha256Hex } from './web-crypto.js'

const { subtle } = crypto
const fromHex = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))

/** RFC 8032, section 7.1, test 3. */
const SIGNED = {
  publicKey: fromHex('fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025'),
  message: fromHex('af82'),
  signature: fromHex(
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ),
}

describe('a digest', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ])('of “%s” is the one that FIPS 180-4 tells', async (text, digest) => {
    expect(await sha256Hex(subtle, new TextEncoder().encode(text))).toBe(digest)
  })
})

describe('a signature', () => {
  it('is told to be by its key', async () => {
    expect(await isSignedBy(subtle, SIGNED)).toBe(true)
  })

  it.each(['publicKey', 'message', 'signature'] as const)('is not, once its %s is another', async (part) => {
    const other = new Uint8Array(SIGNED[part])
    other[0] = (other[0] ?? 0) ^ 1
    expect(await isSignedBy(subtle, { ...SIGNED, [part]: other }).catch(() => false)).toBe(false)
  })
})

describe('base64', () => {
  it.each([
    ['', []],
    ['AA==', [0]],
    ['AA', [0]],
    ['+/+/', [251, 255, 191]],
    ['-_-_', [251, 255, 191]],
  ])('%s is read in both spellings', (text, bytes) => {
    expect([...fromBase64(text)]).toEqual(bytes)
  })
})
