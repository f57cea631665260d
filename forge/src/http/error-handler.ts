import { AnvilError } from '@anvil/shared'
import type { ErrorRequestHandler } from 'express'
import type { Logger } from 'pino'
import { requestIdOf } from './request-id.js'
import { retryAfterMs, toldError } from './told-error.js'

/** Answers an expected failure with its code, and anything else as `internal`, logged once with its cause. */
export function errorHandler(log: Logger): ErrorRequestHandler {
  return (thrown: unknown, req, res, next) => {
    const error = toAnvilError(thrown)
    const request_id = requestIdOf(req)
    if (error.status >= 500)
      log.error({ err: thrown, request_id, method: req.method, path: req.path }, 'request failed')
    if (res.headersSent) {
      next(thrown)
      return
    }
    const wait = retryAfterMs(error)
    if (wait !== undefined) res.set('Retry-After', String(Math.ceil(wait / 1000)))
    res.status(error.status).json({ error: { ...error.toJSON().error, request_id } })
  }
}

function toAnvilError(thrown: unknown): AnvilError {
  if (thrown instanceof URIError) {
    return new AnvilError('request.invalid', 'The address has a percent sign that is not followed by two hex digits.')
  }
  return bodyError(thrown) ?? toldError(thrown)
}

/** What Express says of a body that it could not read. */
function bodyError(thrown: unknown): AnvilError | undefined {
  if (!(thrown instanceof Error)) return undefined
  if ('errno' in thrown && 'status' in thrown && thrown.status === 400) {
    return new AnvilError('request.invalid', 'The body is not packed as its Content-Encoding says. Pack it anew.')
  }
  switch ('type' in thrown ? thrown.type : undefined) {
    case 'entity.too.large':
      return tooLarge('limit' in thrown ? thrown.limit : undefined)
    case 'encoding.unsupported':
      return new AnvilError(
        'request.invalid',
        'The body is in an encoding FORGE does not read. Send UTF-8 or gzip of it.',
      )
    case 'request.aborted':
    case 'request.size.invalid':
      return new AnvilError('request.invalid', 'The body ended before its Content-Length. Send it whole.')
    default:
      return undefined
  }
}

function tooLarge(max_bytes: unknown): AnvilError {
  return new AnvilError(
    'request.too_large',
    `The body is larger than ${String(max_bytes)} bytes, which is the most that one request may bring. Send it in several requests.`,
    { details: { max_bytes } },
  )
}
