import { parse, Slug } from '@anvil/shared'
import { PublicationInput, PublicationQuery } from '@anvil/shared/api'
import { Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { getEnvironmentHead, getPublicationOf, listPublicationsOf } from './publication-service.js'
import { previewPublication } from './preview-service.js'
import { publish } from './publish-service.js'
import { retryPublication } from './retry-service.js'

const BASE = '/projects/:projectId/environments/:environment'
const EnvironmentParams = z.object({ projectId: z.uuid(), environment: Slug })
const PublicationParams = EnvironmentParams.extend({ publicationId: z.uuid() })
const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, 'Idempotency-Key is 1 to 200 visible ASCII characters')
  .optional()

/** Publishing, withdrawing, rolling back and promoting, what that would do, and what an environment runs and ran. */
export function publicationRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get(`${BASE}/head`, async (req, res) => {
    res.json(await getEnvironmentHead(ctx, actorOf(req), parse(EnvironmentParams, req.params)))
  })
  router.get(`${BASE}/publications`, async (req, res) => {
    const query = parse(PublicationQuery, req.query)
    res.json(await listPublicationsOf(ctx, actorOf(req), { ...parse(EnvironmentParams, req.params), query }))
  })
  router.post(`${BASE}/publications`, async (req, res) => {
    const place = parse(EnvironmentParams, req.params)
    const idempotencyKey = parse(IdempotencyKey, req.get('Idempotency-Key'))
    const command = { ...place, input: parse(PublicationInput, req.body), idempotencyKey }
    res.status(201).json(await publish(ctx, actorOf(req), command))
  })
  router.post(`${BASE}/publications/preview`, async (req, res) => {
    const command = { ...parse(EnvironmentParams, req.params), input: parse(PublicationInput, req.body) }
    res.json(await previewPublication(ctx, actorOf(req), command))
  })
  router.get(`${BASE}/publications/:publicationId`, async (req, res) => {
    res.json(await getPublicationOf(ctx, actorOf(req), parse(PublicationParams, req.params)))
  })
  router.post(`${BASE}/publications/:publicationId/retries`, async (req, res) => {
    res.status(202).json(await retryPublication(ctx, actorOf(req), parse(PublicationParams, req.params)))
  })
  return router
}
