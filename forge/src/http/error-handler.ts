import { AnvilError } from '@anvil/shared'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import type { Logger } from 'pino'
import { requestIdOf } from './request-id.js'

/** Answers what no route took. */
export const notFound: RequestHandler = (req) => {
  throw new AnvilError(
    'request.not_found',
    `There is nothing at ${req.method} ${req.path}. See /docs for what there is.`,
  )
}

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
  const type = typeof thrown === 'object' && thrown !== null && 'type' in thrown ? thrown.type : undefined
  if (type === 'entity.too.large')
    return new AnvilError('request.too_large', 'The body is larger than this address takes. Send less at once.')
  if (type === 'entity.parse.failed')
    return new AnvilError('request.malformed_json', 'The body is not JSON. Check its quotes, commas and brackets.')
  if (thrown instanceof URIError)
    return new AnvilError('request.invalid', 'The address has a percent sign that is not followed by two hex digits.')
  return new AnvilError('internal', 'Something failed inside FORGE. Its log has the cause under this request id.', {
    cause: thrown,
  })
}
