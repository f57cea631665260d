import type { IncomingMessage } from 'node:http'
import { gunzipCapped, readCapped } from '@anvil/shared/bundle'
import { AnvilError, type ErrorCode } from '@anvil/shared/errors'

/** What a body may have in bytes, as it is and compressed, and what one is refused with that has more or is no gzip. */
export interface BodyLimits {
  maxBytes: number
  maxGzipBytes: number
  tooLarge: ErrorCode
  malformed: ErrorCode
}

const CUT_SHORT = 'The connection to FORGE ended in the middle of its answer. It is asked again.'

/** Reads the body of an answer as it arrives; stops at the first byte too many, compressed or not. */
export async function readBody(response: IncomingMessage, limits: BodyLimits): Promise<Uint8Array> {
  try {
    return await readEncoded(response, limits)
  } catch (cause) {
    if (!(cause instanceof AnvilError)) throw cause
    if (response.complete || isTooLarge(cause)) throw told(cause, limits)
    throw new AnvilError('network.unreachable', CUT_SHORT, { cause })
  } finally {
    response.destroy()
  }
}

async function readEncoded(response: IncomingMessage, limits: BodyLimits): Promise<Uint8Array> {
  const encoding = response.headers['content-encoding'] ?? 'identity'
  if (encoding === 'gzip') return gunzipCapped(response, limits)
  if (encoding === 'identity') return readCapped(response, limits.maxBytes)
  throw new AnvilError(
    'forge.unavailable',
    `FORGE's answer came in the encoding ${JSON.stringify(encoding.slice(0, 32))}, but gzip was asked for. Mend the proxy before it.`,
  )
}

const isTooLarge = ({ code }: AnvilError): boolean => code === 'bundle.too_large'

/** The reader speaks of bundles; this says it of what was asked for. */
function told(cause: AnvilError, { tooLarge, malformed, maxBytes }: BodyLimits): AnvilError {
  if (cause.code === 'bundle.malformed')
    return new AnvilError(
      malformed,
      'FORGE sent something that is not gzip, though it said so. Is a proxy before it?',
      {
        cause,
      },
    )
  if (!isTooLarge(cause)) return cause
  const message = `FORGE sent more than the ${maxBytes} bytes that are taken. The rest was not read. Is this address FORGE's?`
  return new AnvilError(tooLarge, message, { cause })
}
