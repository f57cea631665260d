import { AnvilError } from '@anvil/shared'
import express, { type RequestHandler } from 'express'

const BODY_LIMIT = '4mb'

/** Reads the JSON body of a request, of 4 MB at most; refuses a body of another type by name. */
export function jsonBody(): RequestHandler[] {
  return [refuseOtherTypes, express.json({ limit: BODY_LIMIT })]
}

const refuseOtherTypes: RequestHandler = (req, _res, next) => {
  if (req.get('Content-Length') !== '0' && req.is('application/json') === false) {
    throw new AnvilError('request.invalid', 'The body is not marked as JSON. Send "Content-Type: application/json".')
  }
  next()
}
