import { AnvilError } from '@anvil/shared'
import type { RequestHandler } from 'express'
import type { AppContext } from '../context.js'
import { findSessionUser } from '../users/session-store.js'
import { readSessionToken } from '../users/session-token.js'
import { setActor } from './actor.js'
import { requestIdOf } from './request-id.js'

const BEARER = /^Bearer +(\S+)$/i

/** Finds out who asks, from the session token; goes on without an actor where none was sent. */
export function authenticate(ctx: AppContext): RequestHandler {
  return async (req, _res, next) => {
    const token = BEARER.exec(req.headers.authorization ?? '')?.[1]
    if (token !== undefined) {
      const sessionId = readSessionToken(ctx.secrets, token, ctx.now())
      const user = await findSessionUser(ctx.db, sessionId, ctx.now())
      if (!user)
        throw new AnvilError('auth.session_ended', 'This session is over. Sign in again with POST /api/v1/sessions.')
      setActor(req, { kind: 'user', id: user.id, sessionId, requestId: requestIdOf(req), address: req.ip ?? '' })
    }
    next()
  }
}
