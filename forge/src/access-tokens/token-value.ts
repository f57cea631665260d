import { Secret } from '../secrets/secret.js'
import type { SecretBox } from '../secrets/secret-box.js'

const purposeOf = (tokenId: string): string => `access_token/${tokenId}`

/** Encrypts an access token's value for storage. */
export function sealTokenValue(secrets: SecretBox, tokenId: string, value: string): Buffer {
  return secrets.seal(Buffer.from(value), purposeOf(tokenId))
}

/** The value of an access token, as it was handed out. */
export function openTokenValue(secrets: SecretBox, tokenId: string, sealed: Uint8Array): Secret {
  return new Secret(secrets.open(sealed, purposeOf(tokenId)).toString())
}
