import { AnvilError } from '@anvil/shared'
import type { ErrorRequestHandler } from 'express'
import type { Logger } from 'pino'
import { requestIdOf } from './request-id.js'

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
    res.status(error.status).json({ error: { ...error.toJSON().error, request_id } })
  }
}

function toAnvilError(thrown: unknown): AnvilError {
  if (thrown instanceof AnvilError) return thrown
  if (thrown instanceof URIError) {
    return new AnvilError('request.invalid', 'The address has a percent sign that is not followed by two hex digits.')
  }
  return (
    bodyError(thrown) ??
    new AnvilError('internal', 'Something failed inside FORGE. Its log has the cause under this request id.', {
      cause: thrown,
    })
  )
}

/** What Express says of a body that it could not read. */
function bodyError(thrown: unknown): AnvilError | undefined {
  if (!(thrown instanceof Error && 'type' in thrown)) return undefined
  switch (thrown.type) {
    case 'entity.too.large':
      return new AnvilError('request.too_large', 'The body is larger than this address takes. Send less at once.')
    case 'entity.parse.failed':
      return new AnvilError('request.malformed_json', 'The body is not JSON. Check its quotes, commas and brackets.')
    case 'charset.unsupported':
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
