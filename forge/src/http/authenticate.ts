import { AnvilError } from '@anvil/shared'
import type { Request, RequestHandler } from 'express'
import type { AppContext } from '../context.js'
import { API_KEY_MARK, apiKeyActor, apiKeyDigest } from '../api-keys/api-key-service.js'
import { noteUse } from '../users/own-sessions-service.js'
import { findSessionId } from '../users/session-token.js'
import { setActor, type UserActor } from './actor.js'
import { requestIdOf } from './request-id.js'

const BEARER = /^Bearer +(\S+)$/i

/**
 * Finds out who asks, from the session token or API key; goes on without an actor where none was sent. A session that is over
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
  if (token.startsWith(API_KEY_MARK)) return findKeyActor(ctx, req, token)
  const sessionId = findSessionId(ctx.secrets, token, ctx.now())
  const user = sessionId === undefined ? undefined : await ctx.lookUp.sessionUser(sessionId, ctx.now())
  if (sessionId === undefined || !user) {
    return new AnvilError('auth.session_ended', 'This session is over. Sign in again.')
  }
  const actor = { kind: 'user', id: user.id, sessionId, requestId: requestIdOf(req), address: req.ip ?? '' } as const
  await noteUse(ctx, actor, user.lastSeenAt)
  return actor
}

async function findKeyActor(ctx: AppContext, req: Request, value: string): Promise<UserActor | AnvilError> {
  const found = await ctx.lookUp.apiKey(apiKeyDigest(value), ctx.now())
  if (found) return apiKeyActor(ctx, found, { requestId: requestIdOf(req), address: req.ip ?? '' })
  return new AnvilError(
    'api_key.invalid',
    'FORGE knows no such API key, or it is revoked or expired. Its owner makes another one.',
  )
}
