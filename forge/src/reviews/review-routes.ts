import { parse } from '@anvil/shared'
import { ApproveInput, DraftQuery, TakeIncludesInput } from '@anvil/shared/api'
import { Router } from 'express'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { PROMPT_SET_PATH, promptSetKeyOf } from '../prompt-sets/prompt-set-params.js'
import { approve, readApprovals, withdrawApproval } from './approval-service.js'
import { readDraftView } from './draft-view.js'
import { takeIncludes } from './take-includes.js'

/** The draft as a whole, its approvals and its included texts. */
export function reviewRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get(`${PROMPT_SET_PATH}/draft`, async (req, res) => {
    res.json(await readDraftView(ctx, actorOf(req), promptSetKeyOf(req), parse(DraftQuery, req.query)))
  })
  router.get(`${PROMPT_SET_PATH}/approvals`, async (req, res) => {
    res.json(await readApprovals(ctx, actorOf(req), promptSetKeyOf(req)))
  })
  router.post(`${PROMPT_SET_PATH}/approvals`, async (req, res) => {
    const { content_digest } = parse(ApproveInput, req.body)
    const { list, isNew } = await approve(ctx, actorOf(req), promptSetKeyOf(req), content_digest)
    res.status(isNew ? 201 : 200).json(list)
  })
  router.delete(`${PROMPT_SET_PATH}/approvals/mine`, async (req, res) => {
    await withdrawApproval(ctx, actorOf(req), promptSetKeyOf(req))
    res.status(204).end()
  })
  router.post(`${PROMPT_SET_PATH}/includes`, async (req, res) => {
    const { ids } = parse(TakeIncludesInput, req.body ?? {})
    res.json(await takeIncludes(ctx, actorOf(req), promptSetKeyOf(req), ids))
  })
  return router
}
