import { randomBytes } from 'node:crypto'
import { AnvilError } from '../errors.js'
import { encodeBase64Url } from './base64.js'
import { sha256Hex } from './digest.js'
import { publicKeyOf, rawKey } from './ed25519.js'

/** An Ed25519 key: `id` is the SHA-256 of the raw public key in hex; both halves are 32 raw bytes in base64url. */
export interface KeyPair {
  id: string
  publicKey: string
  privateKey: string
}

const ROOT_PREFIX = 'ed25519:'

/** Makes a new key for a root or for signing manifests. */
export function generateKey(): KeyPair {
  return keyFromSeed(randomBytes(32))
}

/** The key that belongs to a seed of 32 bytes, always the same one. */
export function keyFromSeed(seed: Uint8Array): KeyPair {
  const privateKey = encodeBase64Url(seed)
  const publicKey = publicKeyOf(privateKey)
  return { id: keyIdOf(publicKey), publicKey, privateKey }
}

/** The id of a public key: the SHA-256 of its 32 raw bytes, in hex. */
export function keyIdOf(publicKey: string): string {
  return sha256Hex(rawKey(publicKey))
}

/** Writes a root key as it is handed out, `ed25519:<base64url>`: the value of `ANVIL_ROOT_KEY`. */
export function formatRootKey(publicKey: string): string {
  return ROOT_PREFIX + encodeBase64Url(rawKey(publicKey))
}

/** Reads a root key as it is handed out and returns the public key; throws `key.malformed`. */
export function parseRootKey(text: string): string {
  if (text.startsWith(ROOT_PREFIX)) {
    const publicKey = text.slice(ROOT_PREFIX.length)
    if (publicKey.length === 43) return encodeBase64Url(rawKey(publicKey))
  }
  throw new AnvilError(
    'key.malformed',
    'The root key is not of the form ed25519:<43 characters>. Copy it again from the page that connects an application.',
  )
}
