import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { AnvilError } from '../errors.js'
import { decodeBase64Url, encodeBase64Url } from './base64.js'

const RAW_BYTES = 32
/** What PKCS #8 writes before the 32 bytes of an Ed25519 seed. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The 32 raw bytes of a key in base64url; throws `key.malformed` for anything else. */
export function rawKey(text: string): Uint8Array {
  const raw = decodeBase64Url(text)
  if (raw?.length === RAW_BYTES) return raw
  throw new AnvilError('key.malformed', 'A key is written as 43 characters of base64url, which carry 32 bytes.')
}

/** The public key that belongs to a seed, both in base64url. */
export function publicKeyOf(privateKey: string): string {
  const der = createPublicKey(privateKeyObject(privateKey)).export({ format: 'der', type: 'spki' })
  return encodeBase64Url(der.subarray(-RAW_BYTES))
}

/** Signs bytes by Ed25519 with a seed in base64url; 64 bytes. */
export function signBytes(bytes: Uint8Array, privateKey: string): Uint8Array {
  return sign(null, bytes, privateKeyObject(privateKey))
}

/** Whether a signature over bytes is by a public key in base64url. The algorithm is always Ed25519. */
export function isSignedBy(bytes: Uint8Array, signature: Uint8Array, publicKey: string): boolean {
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: encodeBase64Url(rawKey(publicKey)) },
    format: 'jwk',
  })
  return verify(null, bytes, key, signature)
}

function privateKeyObject(privateKey: string) {
  const key = Buffer.concat([PKCS8_PREFIX, rawKey(privateKey)])
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
}
