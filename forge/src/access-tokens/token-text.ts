import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { AnvilError } from '@anvil/shared'
import { toBase62 } from './base62.js'

const PUBLIC_ID_BYTES = 9
const SECRET_BYTES = 32
const PATTERN = /^(anv_([a-z0-9]+(?:-[a-z0-9]+)*)_([0-9A-Za-z]{13})_([0-9A-Za-z]{43}))_([0-9A-Za-z]{6})$/

/** The parts of an access token; `value` is the whole of it. */
export interface TokenText {
  value: string
  environment: string
  publicId: string
}

/**
 * Makes a new access token, `anv_<environment>_<public id>_<secret>_<check>`: 9 and 32 random bytes in base 62, and the
 * CRC-32 of all before it, so that a mistyped token is told apart from a wrong one, and scanners find leaked ones.
 */
export function newTokenText(environment: string): TokenText {
  const publicId = toBase62(randomBytes(PUBLIC_ID_BYTES))
  const head = `anv_${environment}_${publicId}_${toBase62(randomBytes(SECRET_BYTES))}`
  return { value: `${head}_${checkOf(head)}`, environment, publicId }
}

/** Takes an access token apart; `token.invalid` where it is mistyped or none at all. */
export function parseTokenText(value: string): TokenText {
  const [, head = '', environment = '', publicId = '', , check] = PATTERN.exec(value) ?? []
  if (check === undefined || check !== checkOf(head)) {
    throw new AnvilError(
      'token.invalid',
      'This is not a whole access token: its form or its check digits are wrong. Copy it again from FORGE.',
    )
  }
  return { value, environment, publicId }
}

function checkOf(head: string): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(head))
  return toBase62(bytes)
}
