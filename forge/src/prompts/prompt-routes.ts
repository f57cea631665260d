import { parse, PromptId } from '@anvil/shared'
import { CreatePromptInput, type Prompt, PromptInput, PromptQuery, PutPromptsInput } from '@anvil/shared/api'
import { type Request, type Response, Router } from 'express'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { preconditionsOf } from '../http/preconditions.js'
import { PROMPT_SET_PATH, promptSetKeyOf } from '../prompt-sets/prompt-set-params.js'
import { readPromptPage, readPrompt } from './prompt-reads.js'
import { type PromptTarget, putPrompt, removePrompt } from './prompt-service.js'
import { putPrompts } from './put-prompts-service.js'

const PROMPTS = `${PROMPT_SET_PATH}/prompts`
const PROMPT = `${PROMPTS}/:promptId`

/** The prompts of a draft. */
export function promptRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get(PROMPTS, async (req, res) => {
    const { page, etag } = await readPromptPage(ctx, actorOf(req), promptSetKeyOf(req), parse(PromptQuery, req.query))
    res.set('ETag', etag).json(page)
  })
  router.post(PROMPTS, async (req, res) => {
    const { id, ...input } = parse(CreatePromptInput, req.body)
    const target = { key: promptSetKeyOf(req), id, asked: { ifMatch: undefined, mustBeNew: true } }
    const { prompt } = await putPrompt(ctx, actorOf(req), target, input)
    answer(res.status(201), prompt)
  })
  router.put(PROMPTS, async (req, res) => {
    const target = { key: promptSetKeyOf(req), asked: preconditionsOf(req) }
    const result = await putPrompts(ctx, actorOf(req), target, parse(PutPromptsInput, req.body))
    res.set('ETag', `"${result.revision}"`).json(result)
  })
  router.get(PROMPT, async (req, res) => {
    answer(res, await readPrompt(ctx, actorOf(req), promptSetKeyOf(req), promptIdOf(req)))
  })
  router.put(PROMPT, async (req, res) => {
    const { prompt, did } = await putPrompt(ctx, actorOf(req), targetOf(req), parse(PromptInput, req.body))
    answer(res.status(did === 'created' ? 201 : 200), prompt)
  })
  router.delete(PROMPT, async (req, res) => {
    await removePrompt(ctx, actorOf(req), targetOf(req))
    res.status(204).end()
  })
  return router
}

function promptIdOf(req: Request): string {
  return parse(PromptId, req.params['promptId'])
}

function targetOf(req: Request): PromptTarget {
  return { key: promptSetKeyOf(req), id: promptIdOf(req), asked: preconditionsOf(req) }
}

function answer(res: Response, prompt: Prompt): void {
  res.set('ETag', prompt.etag).json(prompt)
}
