/** Decodes base64 in its one canonical spelling, padded; undefined for any other text. */
export function decodeBase64(text: string): Uint8Array | undefined {
  return decode(text, 'base64')
}

/** Decodes base64url in its one canonical spelling, without padding; undefined for any other text. */
export function decodeBase64Url(text: string): Uint8Array | undefined {
  return decode(text, 'base64url')
}

export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

export function encodeBase64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

function decode(text: string, encoding: 'base64' | 'base64url'): Uint8Array | undefined {
  const bytes = Buffer.from(text, encoding)
  return bytes.toString(encoding) === text ? bytes : undefined
}
