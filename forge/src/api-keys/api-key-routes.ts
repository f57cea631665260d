import { parse } from '@anvil/shared'
import { MemberApiKeyQuery, NewApiKey } from '@anvil/shared/api'
import { Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf, requireSession } from '../http/actor.js'
import { listOwnApiKeys, makeApiKey, revokeOwnApiKey } from './api-key-service.js'
import { listKeysOfMembers, revokeKeyOfMember } from './member-key-service.js'

const KeyParams = z.object({ apiKeyId: z.uuid() })
const OrganisationParams = z.object({ organisationId: z.uuid() })
const MemberKeyParams = OrganisationParams.extend({ apiKeyId: z.uuid() })

/** A person's API keys, which they themselves, signed in, see and change, and of which admins end what they do in an organisation. */
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
  router.get('/organisations/:organisationId/api-keys', async (req, res) => {
    const { organisationId } = parse(OrganisationParams, req.params)
    res.json(await listKeysOfMembers(ctx, actorOf(req), organisationId, parse(MemberApiKeyQuery, req.query)))
  })
  router.delete('/organisations/:organisationId/api-keys/:apiKeyId', async (req, res) => {
    await revokeKeyOfMember(ctx, actorOf(req), parse(MemberKeyParams, req.params))
    res.status(204).end()
  })
  return router
}
