import { parse } from '@anvil/shared'
import { MovePromptsInput, SelectPromptsInput } from '@anvil/shared/api'
import { type Request, Router } from 'express'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { preconditionsOf } from '../http/preconditions.js'
import { PROMPT_SET_PATH, promptSetKeyOf } from '../prompt-sets/prompt-set-params.js'
import { exportSelected, moveSelected, removeSelected, type SelectionTarget } from './selection-service.js'

/** What is done with several prompts of a draft at once. */
export function selectionRoutes(ctx: AppContext): Router {
  const router = Router()
  router.post(`${PROMPT_SET_PATH}/prompt-exports`, async (req, res) => {
    const { select } = parse(SelectPromptsInput, req.body)
    res.json(await exportSelected(ctx, actorOf(req), promptSetKeyOf(req), select))
  })
  router.post(`${PROMPT_SET_PATH}/prompt-removals`, async (req, res) => {
    const { select } = parse(SelectPromptsInput, req.body)
    const result = await removeSelected(ctx, actorOf(req), targetOf(req), select)
    res.set('ETag', `"${result.revision}"`).json(result)
  })
  router.post(`${PROMPT_SET_PATH}/prompt-moves`, async (req, res) => {
    const result = await moveSelected(ctx, actorOf(req), targetOf(req), parse(MovePromptsInput, req.body))
    res.set('ETag', `"${result.revision}"`).json(result)
  })
  return router
}

function targetOf(req: Request): SelectionTarget {
  return { key: promptSetKeyOf(req), asked: preconditionsOf(req) }
}
