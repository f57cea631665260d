import { AnvilError } from '@anvil/shared'
import type { Request, RequestHandler } from 'express'
import type { AppContext } from '../context.js'
import { findSessionId } from '../users/session-token.js'
import { setActor, type UserActor } from './actor.js'
import { requestIdOf } from './request-id.js'

const BEARER = /^Bearer +(\S+)$/i

/**
 * Finds out who asks, from the session token; goes on without an actor where none was sent. A session that is over
 * matters only to what needs a person: signing in works with the token of an old one at hand.
 */
export function authenticate(ctx: AppContext): RequestHandler {
  return async (req, _res, next) => {
    const token = BEARER.exec(req.headers.authorization ?? '')?.[1]
    if (token !== undefined) setActor(req, await findActor(ctx, req, token))
    next()
  }
}

async function findActor(ctx: AppContext, req: Request, token: string): Promise<UserActor | AnvilError> {
  const sessionId = findSessionId(ctx.secrets, token, ctx.now())
  const user = sessionId === undefined ? undefined : await ctx.lookUp.sessionUser(sessionId, ctx.now())
  if (sessionId === undefined || !user) {
    return new AnvilError('auth.session_ended', 'This session is over. Sign in again.')
  }
  return { kind: 'user', id: user.id, sessionId, requestId: requestIdOf(req), address: req.ip ?? '' }
}
