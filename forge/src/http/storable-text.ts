import { AnvilError } from '@anvil/shared'
import { canonicalText } from '@anvil/shared/bundle'
import type { RequestHandler } from 'express'

/** Refuses a request with what no document of Anvil can hold: NUL, halves of surrogate pairs, `__proto__`, nesting without end. */
export const storableText: RequestHandler = (req, _res, next) => {
  if (/%00/.test(req.originalUrl)) {
    throw new AnvilError('json.forbidden_text', 'The address holds the character NUL. Remove it.')
  }
  const body: unknown = req.body
  if (body !== undefined) canonicalText(body)
  next()
}
