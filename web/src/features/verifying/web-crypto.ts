type Bytes = Uint8Array<ArrayBuffer>

/** The SHA-256 of some bytes, as 64 lower-case hex digits. */
export async function sha256Hex(subtle: SubtleCrypto, bytes: Bytes): Promise<string> {
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Whether a signature over a message is by a public key of 32 raw bytes; the algorithm is always Ed25519. */
export async function isSignedBy(
  subtle: SubtleCrypto,
  { message, signature, publicKey }: { message: Bytes; signature: Bytes; publicKey: Bytes },
): Promise<boolean> {
  const key = await subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify'])
  return subtle.verify('Ed25519', key, signature, message)
}

/** The bytes that base64, or base64url without padding, stands for. */
export function fromBase64(text: string): Bytes {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
}
