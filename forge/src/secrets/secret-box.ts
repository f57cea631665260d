import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Encrypts what is stored (AES-256-GCM); `purpose` is bound to the result, so that one secret can't be put in another's place. */
export interface SecretBox {
  seal: (plain: Uint8Array, purpose: string) => Buffer
  /** Throws where key, purpose or bytes are not those of `seal`. */
  open: (sealed: Uint8Array, purpose: string) => Buffer
  /** 32 bytes for another use, such as signing session tokens. */
  derive: (purpose: string) => Buffer
}

/** Makes a box of the 32 bytes of `ANVIL_SECRET_KEY`. */
export function createSecretBox(secretKey: Uint8Array): SecretBox {
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secretKey, '', `anvil/${purpose}`, 32))
  const key = derive('storage')
  return {
    derive,
    seal: (plain, purpose) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose))
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    },
    open: (sealed, purpose) => {
      const bytes = Buffer.from(sealed)
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-TAG_BYTES))
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
    },
  }
}
