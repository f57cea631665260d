import { parse } from '@anvil/shared'
import { ImportInput } from '@anvil/shared/api'
import { Router } from 'express'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { preconditionsOf } from '../http/preconditions.js'
import { PROMPT_SET_PATH, promptSetKeyOf } from '../prompt-sets/prompt-set-params.js'
import { exportPrompts } from './export-service.js'
import { importPrompts } from './import-service.js'

/** Prompts that come from files, and go into one. */
export function importRoutes(ctx: AppContext): Router {
  const router = Router()
  router.post(`${PROMPT_SET_PATH}/imports`, async (req, res) => {
    const target = { key: promptSetKeyOf(req), asked: preconditionsOf(req) }
    const plan = await importPrompts(ctx, actorOf(req), target, parse(ImportInput, req.body))
    res.set('ETag', `"${plan.revision}"`).json(plan)
  })
  router.get(`${PROMPT_SET_PATH}/export`, async (req, res) => {
    const { exported, etag } = await exportPrompts(ctx, actorOf(req), promptSetKeyOf(req))
    res.attachment(`${exported.prompt_set.slug}.json`).set('ETag', etag).json(exported)
  })
  return router
}
