import { isUtf8 } from 'node:buffer'
import { AnvilError } from '../errors.js'
import { escapeOverhead } from './canonical-escapes.js'
import { canonicalText } from './canonical.js'
import { walkJson } from './json-walk.js'
import { countWrittenMembers } from './member-count.js'

/** How much a document may take: its size in bytes and the depth of its nesting. */
export interface JsonLimits {
  maxBytes: number
  maxDepth?: number
}

/** Parses a document that a stranger may have written. Refuses what two readers could understand in two ways: bytes that
 * are not UTF-8, a byte order mark, doubled keys, `__proto__`, NUL, halves of surrogate pairs, and what is too large or deep. */
export function parseStrict(bytes: Uint8Array, limits: JsonLimits): unknown {
  const { text, value, shape } = read(bytes, limits)
  if (countWrittenMembers(text) !== shape.members) {
    throw new AnvilError('json.duplicate_key', 'An object of the document has the same key twice. Send each key once.')
  }
  return value
}

/**
 * Parses a document that must stand in canonical form (RFC 8785), with all that `parseStrict` refuses. Where the
 * members are in order and no number or escape has a spelling as short as the canonical one, only the canonical text is
 * as short as it is: white space, doubled keys and longer spellings all add to it. So most documents need no second text.
 */
export function parseCanonical(bytes: Uint8Array, limits: JsonLimits): unknown {
  const { text, value, shape } = read(bytes, limits)
  const canonical =
    shape.sorted && shape.shortNumbers
      ? text.length === shape.characters + (escapeOverhead(text) ?? Infinity)
      : text === canonicalText(value, limits.maxDepth)
  if (canonical) return value
  throw new AnvilError('json.malformed', 'The document is not in canonical form (RFC 8785). Send its canonical bytes.')
}

function read(bytes: Uint8Array, limits: JsonLimits) {
  const text = decode(bytes, limits.maxBytes)
  const value = parseText(text)
  // A raw NUL or half of a surrogate pair is no JSON or no UTF-8; only an escape can bring one in.
  const checkTexts = text.includes('\\u')
  const shape = walkJson(value, { maxDepth: limits.maxDepth, checkTexts })
  return { text, value, shape }
}

function decode(bytes: Uint8Array, maxBytes: number): string {
  if (bytes.length > maxBytes) {
    throw new AnvilError('json.too_large', `The document has ${bytes.length} bytes; at most ${maxBytes} are taken.`)
  }
  if (!isUtf8(bytes)) throw new AnvilError('json.malformed', 'The document is not valid UTF-8. Send it as UTF-8.')
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    throw new AnvilError('json.malformed', 'The document begins with a byte order mark. Send it without.')
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AnvilError('json.malformed', 'The document is not JSON. It may have been cut short or altered.', {
      cause,
    })
  }
}
