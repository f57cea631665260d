import type { Envelope, Keyset, Manifest } from '../protocol/documents.js'
import { isVersionNumber } from '../protocol/version-number.js'
import { anyText, exactly, listOf, objectOf, shape, textLike, wholeFrom } from './shape.js'

/** The forms of the signed documents, the same as the schemas of `protocol/documents.ts`, without their library. */
export const HEX_64 = textLike(/^[0-9a-f]{64}$/)
const PUBLIC_KEY = textLike(/^[A-Za-z0-9_-]{43}$/)
const SLUG = textLike(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 64)
const UUID = textLike(
  /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|0{8}(?:-0{4}){3}-0{12}|f{8}(?:-f{4}){3}-f{12})$/i,
)
const TIME = /^(\d{4})-(\d\d)-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/

export const timestamp: typeof anyText = (value, path) =>
  typeof value === 'string' && isTime(value) ? undefined : path
const version: typeof anyText = (value, path) =>
  typeof value === 'string' && isVersionNumber(value) ? undefined : path

function isTime(text: string): boolean {
  const [, year = '', month = '', day = ''] = TIME.exec(text) ?? []
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day) && date.getUTCMonth() + 1 === Number(month)
}

export const ENVELOPE = shape<Envelope>(
  objectOf(
    {
      payloadType: anyText,
      payload: anyText,
      signatures: listOf(objectOf({ keyid: HEX_64, sig: anyText }, true), 1, 8),
    },
    true,
  ),
)

export const KEYSET = shape<Keyset>(
  objectOf({
    format: exactly(1),
    forge_id: textLike(/./s),
    number: wholeFrom(1),
    epoch: wholeFrom(1),
    issued_at: timestamp,
    roots: listOf(objectOf({ id: HEX_64, public_key: PUBLIC_KEY }), 1),
    signing_keys: listOf(objectOf({ id: HEX_64, public_key: PUBLIC_KEY, not_after: timestamp })),
    revoked: listOf(HEX_64),
  }),
)

export const MANIFEST = shape<Manifest>(
  objectOf({
    format: exactly(1),
    forge_id: textLike(/./s),
    project_id: UUID,
    environment: SLUG,
    keyset: wholeFrom(1),
    epoch: wholeFrom(1),
    sequence: wholeFrom(0),
    issued_at: timestamp,
    expires_at: timestamp,
    min_client: wholeFrom(1),
    bundles: listOf(
      objectOf({
        prompt_set_id: UUID,
        prompt_set: SLUG,
        version,
        sha256: HEX_64,
        bytes: wholeFrom(0),
        gzip_bytes: wholeFrom(0),
      }),
    ),
  }),
)
