import { parse } from '@anvil/shared'
import { NewApiKey } from '@anvil/shared/api'
import { Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf, requireSession } from '../http/actor.js'
import { listOwnApiKeys, makeApiKey, revokeOwnApiKey } from './api-key-service.js'

const KeyParams = z.object({ apiKeyId: z.uuid() })

/** A person's API keys; only they themselves, signed in, see and change them. */
export function apiKeyRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get('/api-keys', async (req, res) => {
    res.json({ api_keys: await listOwnApiKeys(ctx, requireSession(actorOf(req))) })
  })
  router.post('/api-keys', async (req, res) => {
    res.status(201).json(await makeApiKey(ctx, requireSession(actorOf(req)), parse(NewApiKey, req.body)))
  })
  router.delete('/api-keys/:apiKeyId', async (req, res) => {
    await revokeOwnApiKey(ctx, requireSession(actorOf(req)), parse(KeyParams, req.params).apiKeyId)
    res.status(204).end()
  })
  return router
}
