import { createHash, createPublicKey, verify } from 'node:crypto'
import { expect, it } from 'vitest'
import { testKey } from '../testing/index.js'
import { isSignedBy, signBytes } from './ed25519.js'
import { formatRootKey, generateKey, keyFromSeed, keyIdOf, parseRootKey } from './keys.js'

const malformed = expect.objectContaining({ name: 'AnvilError', code: 'key.malformed' })

it('makes the key of RFC 8032, test 1, from its seed', () => {
  const key = keyFromSeed(Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'))
  expect(Buffer.from(key.publicKey, 'base64url').toString('hex')).toBe(
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  )
  expect(Buffer.from(signBytes(new Uint8Array(), key.privateKey)).toString('hex')).toBe(
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  )
})

it('names a key by the SHA-256 of its raw public half', () => {
  const key = generateKey()
  const raw = Buffer.from(key.publicKey, 'base64url')
  expect([raw.length, key.id]).toEqual([32, createHash('sha256').update(raw).digest('hex')])
  expect(keyIdOf(key.publicKey)).toBe(key.id)
})

it('makes another key each time', () => {
  expect(generateKey().id).not.toBe(generateKey().id)
})

it('signs what any Ed25519 verifies', () => {
  const key = generateKey()
  const bytes = Buffer.from('some bytes')
  const signature = signBytes(bytes, key.privateKey)
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.publicKey }
  expect(verify(null, bytes, createPublicKey({ key: jwk, format: 'jwk' }), signature)).toBe(true)
  expect(isSignedBy(bytes, signature, key.publicKey)).toBe(true)
  expect(isSignedBy(Buffer.from('some byteS'), signature, key.publicKey)).toBe(false)
  expect(isSignedBy(bytes, signature.subarray(1), key.publicKey)).toBe(false)
  expect(isSignedBy(bytes, signature, generateKey().publicKey)).toBe(false)
})

it('writes a root key that it reads again', () => {
  const { publicKey } = testKey('root')
  expect(formatRootKey(publicKey)).toMatch(/^ed25519:[A-Za-z0-9_-]{43}$/)
  expect(parseRootKey(formatRootKey(publicKey))).toBe(publicKey)
})

const { publicKey } = testKey('root')
it.each([
  ['', 'nothing'],
  [publicKey, 'no algorithm'],
  [`rsa:${publicKey}`, 'another algorithm'],
  [`ed25519:${publicKey.slice(1)}`, 'a key cut short'],
  [`ed25519:${publicKey}A`, 'a key that is too long'],
  [`ed25519:${publicKey}=`, 'padding'],
  [`ed25519:${publicKey.slice(0, -1)}~`, 'a foreign character'],
  [`ed25519:${'A'.repeat(42)}B`, 'bits that no byte takes'],
  [` ed25519:${publicKey}`, 'a space'],
])('refuses the root key %j: %s', (text) => {
  expect(() => parseRootKey(text)).toThrowError(malformed)
})

it('refuses a seed of another length', () => {
  expect(() => keyFromSeed(Buffer.alloc(31))).toThrowError(malformed)
})
