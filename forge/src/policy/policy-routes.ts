import { parse } from '@anvil/shared'
import { WaiverInput } from '@anvil/shared/api'
import { PolicyDocument } from '@anvil/shared/policy'
import { type Request, Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { preconditionsOf } from '../http/preconditions.js'
import { PROMPT_SET_PATH, promptSetKeyOf } from '../prompt-sets/prompt-set-params.js'
import {
  checkDrafts,
  readPolicies,
  readPolicy,
  readPolicyNumbered,
  setPolicy,
  type WrittenPolicy,
} from './policy-service.js'
import { parsePolicyYaml, yamlOf } from './policy-yaml.js'
import { endWaiver, giveWaiver, readChecks, readWaivers, requestWaiver, type WaiverKey } from './waiver-service.js'

const ProjectParams = z.object({ projectId: z.uuid() })
const WaiverParams = z.object({ waiverId: z.uuid() })
const NumberParams = z.object({ policyNumber: z.coerce.number().int().min(0).max(1_000_000_000) })
const POLICY = '/projects/:projectId/policy'
const WAIVERS = `${PROMPT_SET_PATH}/waivers`

/** The policy of a project, what it finds, and the waivers that put it aside. */
export function policyRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get(POLICY, async (req, res) => {
    const policy = await readPolicy(ctx, actorOf(req), projectIdOf(req))
    res.set('ETag', `"${policy.number}"`).json(policy)
  })
  router.put(POLICY, async (req, res) => {
    const target = { projectId: projectIdOf(req), asked: preconditionsOf(req) }
    const policy = await setPolicy(ctx, actorOf(req), target, writtenOf(req))
    res.set('ETag', `"${policy.number}"`).json(policy)
  })
  router.get(`${POLICY}/versions`, async (req, res) => {
    res.json({ policies: await readPolicies(ctx, actorOf(req), projectIdOf(req)) })
  })
  router.get(`${POLICY}/versions/:policyNumber`, async (req, res) => {
    const { policyNumber } = parse(NumberParams, req.params)
    res.json(await readPolicyNumbered(ctx, actorOf(req), projectIdOf(req), policyNumber))
  })
  router.post(`${POLICY}/check`, async (req, res) => {
    res.json(await checkDrafts(ctx, actorOf(req), projectIdOf(req), writtenOf(req).document))
  })
  router.get(`${PROMPT_SET_PATH}/checks`, async (req, res) => {
    res.json(await readChecks(ctx, actorOf(req), promptSetKeyOf(req)))
  })
  router.get(WAIVERS, async (req, res) => {
    res.json({ waivers: await readWaivers(ctx, actorOf(req), promptSetKeyOf(req)) })
  })
  router.post(WAIVERS, async (req, res) => {
    const input = parse(WaiverInput, req.body)
    res.status(201).json(await requestWaiver(ctx, actorOf(req), promptSetKeyOf(req), input))
  })
  router.post(`${WAIVERS}/:waiverId/give`, async (req, res) => {
    res.json(await giveWaiver(ctx, actorOf(req), waiverKeyOf(req)))
  })
  router.post(`${WAIVERS}/:waiverId/end`, async (req, res) => {
    res.json(await endWaiver(ctx, actorOf(req), waiverKeyOf(req)))
  })
  return router
}

function projectIdOf(req: Request): string {
  return parse(ProjectParams, req.params).projectId
}

function waiverKeyOf(req: Request): WaiverKey {
  return { ...promptSetKeyOf(req), ...parse(WaiverParams, req.params) }
}

/** YAML arrives as the text that somebody wrote, and is kept with its comments. */
function writtenOf(req: Request): WrittenPolicy {
  const body: unknown = req.body
  if (typeof body === 'string') return { document: parsePolicyYaml(body), yaml: body }
  const document = parse(PolicyDocument, body)
  return { document, yaml: yamlOf(document) }
}
