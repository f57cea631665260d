import { parse } from '@anvil/shared'
import { NewAccessToken, TokenRotation } from '@anvil/shared/api'
import { Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { issueToken, listTokens, revealToken, revokeToken } from './access-token-service.js'
import { rotateToken } from './rotate-token-service.js'

const ProjectParams = z.object({ projectId: z.uuid() })
const TokenParams = ProjectParams.extend({ tokenId: z.uuid() })

/** Access tokens of a project: issue, list, show again, rotate, revoke. */
export function accessTokenRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get('/projects/:projectId/access-tokens', async (req, res) => {
    const { projectId } = parse(ProjectParams, req.params)
    res.json({ access_tokens: await listTokens(ctx, actorOf(req), projectId) })
  })
  router.post('/projects/:projectId/access-tokens', async (req, res) => {
    const { projectId } = parse(ProjectParams, req.params)
    res.status(201).json(await issueToken(ctx, actorOf(req), projectId, parse(NewAccessToken, req.body)))
  })
  router.get('/projects/:projectId/access-tokens/:tokenId/value', async (req, res) => {
    res.json({ value: await revealToken(ctx, actorOf(req), parse(TokenParams, req.params)) })
  })
  router.post('/projects/:projectId/access-tokens/:tokenId/rotate', async (req, res) => {
    const rotation = parse(TokenRotation, req.body ?? {})
    res.status(201).json(await rotateToken(ctx, actorOf(req), parse(TokenParams, req.params), rotation))
  })
  router.post('/projects/:projectId/access-tokens/:tokenId/revoke', async (req, res) => {
    res.json(await revokeToken(ctx, actorOf(req), parse(TokenParams, req.params)))
  })
  return router
}
