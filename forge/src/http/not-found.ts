import { AnvilError } from '@anvil/shared'
import type { RequestHandler } from 'express'
import type { Operation } from '../openapi/operation.js'
import { pathMatcher } from '../openapi/operation-path.js'

/** Answers what no route took: 405 with `Allow` where the address takes other methods, 404 otherwise. */
export function notFound(operations: readonly Operation[]): RequestHandler {
  const matchers = operations.map(({ method, path }) => ({ method, matches: pathMatcher(path) }))
  return (req, res) => {
    const methods = matchers.filter(({ matches }) => matches(req.path)).map(({ method }) => method.toUpperCase())
    if (methods.length === 0) {
      throw new AnvilError(
        'request.not_found',
        `There is nothing at ${req.method} ${req.path}. See /docs for what there is.`,
      )
    }
    const allowed = [...new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods)].sort().join(', ')
    res.set('Allow', allowed)
    throw new AnvilError('request.method_not_allowed', `${req.path} takes ${allowed}, not ${req.method}.`)
  }
}
