import { parse } from '@anvil/shared'
import {
  ChangePromptSetInput,
  ChangeStatusInput,
  CreatePromptSetInput,
  type PromptSet,
  PromptSetQuery,
} from '@anvil/shared/api'
import { type Response, Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { getProjectOf } from '../projects/project-store.js'
import { changeStatus } from '../reviews/status-service.js'
import { PROMPT_SET_PATH, promptSetKeyOf } from './prompt-set-params.js'
import { changePromptSet, createPromptSet, removePromptSet } from './prompt-set-service.js'
import { getPromptSet, listPromptSets } from './prompt-set-store.js'

const SETS = '/projects/:projectId/prompt-sets'
const Params = z.object({ projectId: z.uuid() })

/** Prompt sets and the moves of their status. */
export function promptSetRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get(SETS, async (req, res) => {
    const actor = actorOf(req)
    const { projectId } = parse(Params, req.params)
    const { archived } = parse(PromptSetQuery, req.query)
    const prompt_sets = await ctx.asActor(actor, async (trx) => {
      await getProjectOf(trx, actor, projectId, 'project.read')
      return listPromptSets(trx, projectId, archived === 'true')
    })
    res.json({ prompt_sets })
  })
  router.post(SETS, async (req, res) => {
    const { projectId } = parse(Params, req.params)
    const input = parse(CreatePromptSetInput, req.body)
    answer(res.status(201), await createPromptSet(ctx, actorOf(req), projectId, input))
  })
  router.get(PROMPT_SET_PATH, async (req, res) => {
    const actor = actorOf(req)
    const key = promptSetKeyOf(req)
    const promptSet = await ctx.asActor(actor, async (trx) => {
      await getProjectOf(trx, actor, key.projectId, 'project.read')
      return getPromptSet(trx, key)
    })
    answer(res, promptSet)
  })
  router.patch(PROMPT_SET_PATH, async (req, res) => {
    const input = parse(ChangePromptSetInput, req.body)
    answer(res, await changePromptSet(ctx, actorOf(req), promptSetKeyOf(req), input))
  })
  router.delete(PROMPT_SET_PATH, async (req, res) => {
    await removePromptSet(ctx, actorOf(req), promptSetKeyOf(req))
    res.status(204).end()
  })
  router.put(`${PROMPT_SET_PATH}/status`, async (req, res) => {
    const input = parse(ChangeStatusInput, req.body)
    res.json(await changeStatus(ctx, actorOf(req), promptSetKeyOf(req), input))
  })
  return router
}

function answer(res: Response, promptSet: PromptSet): void {
  res.set('ETag', `"${promptSet.revision}"`).json(promptSet)
}
