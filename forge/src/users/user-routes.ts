import { parse } from '@anvil/shared'
import { type CurrentSession, SetupInput, SignInInput } from '@anvil/shared/api'
import { Router } from 'express'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { signIn, signOut } from './session-service.js'
import { setUp, setupState } from './setup-service.js'
import { signInPlace } from './sign-in-place.js'
import { getUser } from './user-store.js'

/** First run, signing in and signing out. */
export function userRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get('/setup', async (_req, res) => {
    res.json(await setupState(ctx))
  })
  router.post('/setup', async (req, res) => {
    res.status(201).json(await setUp(ctx, parse(SetupInput, req.body), signInPlace(req)))
  })
  router.post('/sessions', async (req, res) => {
    res.status(201).json(await signIn(ctx, parse(SignInInput, req.body), signInPlace(req)))
  })
  router.get('/sessions/current', async (req, res) => {
    const actor = actorOf(req)
    const session: CurrentSession = { user: await ctx.asActor(actor, (trx) => getUser(trx, actor.id)) }
    res.json(session)
  })
  router.delete('/sessions/current', async (req, res) => {
    await signOut(ctx, actorOf(req))
    res.status(204).end()
  })
  return router
}
