/** One vector: what is given, and either what it gives or the code it is refused with. */
export interface Vector {
  name: string
  refuse?: string
  [field: string]: unknown
}

/** A file of vectors, as it stands in `shared/vectors`. */
export interface VectorFile {
  about: string
  vectors: readonly Vector[]
}

export const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64')
export const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))
