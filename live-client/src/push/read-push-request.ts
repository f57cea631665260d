import type { IncomingMessage } from 'node:http'
import { LIMITS, parse, PushRequest } from '@anvil/shared'
import { gunzipCapped, parseStrict, readCapped } from '@anvil/shared/bundle'
import { AnvilError } from '@anvil/shared/errors'

const MAX_BYTES = 2 * LIMITS.bundleBytes
const MAX_GZIP_BYTES = 2 * LIMITS.bundleGzipBytes
const ARRIVAL_MS = 30_000
const READ_BEFORE =
  'The body of this push was read before the client saw it. Mount anvil.receiver() above app.use(express.json()).'

/** Reads a push from the stream, or takes what a body parser of the host made of it. */
export async function readPushRequest(req: IncomingMessage & { body?: unknown }): Promise<PushRequest> {
  const { body } = req
  if (isParsed(body)) return parse(PushRequest, body)
  if (typeof body === 'string' || body instanceof Uint8Array) return fromBytes(Buffer.from(body))
  if (req.readableEnded || req.destroyed) throw new AnvilError('request.malformed_json', READ_BEFORE)
  return fromBytes(await readBody(req))
}

/** Express 4's parsers leave an empty object where they read nothing. */
const isParsed = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && !(body instanceof Uint8Array) && Object.keys(body).length > 0

function fromBytes(bytes: Uint8Array): PushRequest {
  return parse(PushRequest, parseStrict(bytes, { maxBytes: MAX_BYTES }))
}

async function readBody(req: IncomingMessage): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(ARRIVAL_MS)
  const source = req.iterator({ destroyOnReturn: false })
  try {
    switch (req.headers['content-encoding'] ?? 'identity') {
      case 'gzip':
        return await gunzipCapped(source, { maxBytes: MAX_BYTES, maxGzipBytes: MAX_GZIP_BYTES, signal })
      case 'identity':
        return await readCapped(source, MAX_BYTES, signal)
    }
  } catch (cause) {
    if (!(cause instanceof AnvilError) || cause.code !== 'bundle.too_large')
      throw new AnvilError('request.malformed_json', 'The body of this push was cut short or altered on the way.', {
        cause,
      })
    throw new AnvilError('request.too_large', `A push may have ${MAX_BYTES} bytes; the rest was not read.`, { cause })
  }
  throw new AnvilError('request.invalid', 'A push may be encoded with gzip, or not at all.')
}
