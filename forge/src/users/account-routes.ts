import { parse } from '@anvil/shared'
import { AccountInput, PasswordInput } from '@anvil/shared/api'
import { Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf, requireSession } from '../http/actor.js'
import { changeName, changePassword } from './account-service.js'
import { endOtherSessions, endOwnSession, listOwnSessions } from './own-sessions-service.js'

const SessionParams = z.object({ sessionId: z.uuid() })

/** What people do with their own account: its name, its password, its sessions. */
export function accountRoutes(ctx: AppContext): Router {
  const router = Router()
  router.patch('/account', async (req, res) => {
    res.json(await changeName(ctx, requireSession(actorOf(req)), parse(AccountInput, req.body)))
  })
  router.put('/account/password', async (req, res) => {
    res.json(await changePassword(ctx, requireSession(actorOf(req)), parse(PasswordInput, req.body)))
  })
  router.get('/sessions', async (req, res) => {
    res.json({ sessions: await listOwnSessions(ctx, requireSession(actorOf(req))) })
  })
  router.delete('/sessions', async (req, res) => {
    res.json(await endOtherSessions(ctx, requireSession(actorOf(req))))
  })
  router.delete('/sessions/:sessionId', async (req, res) => {
    const actor = requireSession(actorOf(req))
    await endOwnSession(ctx, actor, parse(SessionParams, req.params).sessionId)
    res.status(204).end()
  })
  return router
}
