import type { Request } from 'express'
import { requestIdOf } from '../http/request-id.js'
import type { SignInPlace } from './session-service.js'

/** From where a request to sign in comes. */
export function signInPlace(req: Request): SignInPlace {
  return { address: req.ip ?? '', userAgent: req.get('User-Agent'), requestId: requestIdOf(req) }
}
