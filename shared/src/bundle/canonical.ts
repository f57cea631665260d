import canonicalize from 'canonicalize'
import { walkJson } from './json-walk.js'

/** The canonical JSON text (RFC 8785) of a value; refuses what JSON can't carry, NUL and halves of surrogate pairs. */
export function canonicalText(value: unknown, maxDepth?: number): string {
  const shape = walkJson(value, { checkTexts: true, maxDepth })
  return shape.sorted ? JSON.stringify(value) : String(canonicalize(value))
}

/** The canonical JSON bytes (RFC 8785, UTF-8) of a value: what Anvil signs and digests. */
export function canonicalBytes(value: unknown): Uint8Array {
  return Buffer.from(canonicalText(value), 'utf8')
}
