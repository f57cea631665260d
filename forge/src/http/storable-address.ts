import { AnvilError } from '@anvil/shared'
import type { RequestHandler } from 'express'

/** Refuses an address with NUL, which no name and no text of Anvil can hold. */
export const storableAddress: RequestHandler = (req, _res, next) => {
  if (/%00/.test(req.originalUrl)) {
    throw new AnvilError('json.forbidden_text', 'The address holds the character NUL. Remove it.')
  }
  next()
}
