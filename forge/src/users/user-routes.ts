import { parse } from '@anvil/shared'
import { SetupInput, SignInInput } from '@anvil/shared/api'
import { Router } from 'express'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { signIn, signOut } from './session-service.js'
import { setUp } from './setup-service.js'

/** First run, signing in and signing out. */
export function userRoutes(ctx: AppContext): Router {
  const router = Router()
  router.post('/setup', async (req, res) => {
    res.status(201).json(await setUp(ctx, parse(SetupInput, req.body)))
  })
  router.post('/sessions', async (req, res) => {
    res.status(201).json(await signIn(ctx, parse(SignInInput, req.body)))
  })
  router.delete('/sessions/current', async (req, res) => {
    await signOut(ctx, actorOf(req))
    res.status(204).end()
  })
  return router
}
