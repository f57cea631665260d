import { keyFromSeed, type KeyPair } from '@anvil/shared/bundle'
import type { SecretBox } from '../secrets/secret-box.js'

const purposeOf = (keyId: string): string => `signing-key/${keyId}`

/** A key's private half as it is stored: encrypted, and bound to the key's id. */
export function sealPrivateKey(secrets: SecretBox, key: KeyPair): Buffer {
  return secrets.seal(Buffer.from(key.privateKey, 'base64url'), purposeOf(key.id))
}

/** The whole key of a stored private half; throws where that belongs to another id. */
export function openPrivateKey(secrets: SecretBox, id: string, sealed: Uint8Array): KeyPair {
  return keyFromSeed(secrets.open(sealed, purposeOf(id)))
}
