import { parse, PromptId } from '@anvil/shared'
import {
  CreatePromptInput,
  IncludedTextQuery,
  type Prompt,
  PromptInput,
  PromptQuery,
  PromptSearchQuery,
  PromptTreeQuery,
  PutPromptsInput,
  UsedByQuery,
} from '@anvil/shared/api'
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { preconditionsOf } from '../http/preconditions.js'
import { PROMPT_SET_PATH, promptSetKeyOf } from '../prompt-sets/prompt-set-params.js'
import { readIncludedTexts } from '../reviews/read-included-texts.js'
import { findPromptsByText, readPromptPage, readPrompt, readPromptTree } from './prompt-reads.js'
import { type PromptTarget, putPrompt, removePrompt } from './prompt-service.js'
import { putPrompts } from './put-prompts-service.js'
import { readUsedBy } from './read-used-by.js'

const ProjectParams = z.object({ projectId: z.uuid() })
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
  router.get(`${PROMPT_SET_PATH}/prompt-tree`, async (req, res) => {
    res.json(await readPromptTree(ctx, actorOf(req), promptSetKeyOf(req), parse(PromptTreeQuery, req.query)))
  })
  router.get('/projects/:projectId/prompts', async (req, res) => {
    const { projectId } = parse(ProjectParams, req.params)
    res.json(await findPromptsByText(ctx, actorOf(req), projectId, parse(PromptSearchQuery, req.query)))
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
  router.get(`${PROMPT}/includes`, async (req, res) => {
    const { ids } = parse(IncludedTextQuery, req.query)
    res.json(await readIncludedTexts(ctx, actorOf(req), placeOf(req), ids))
  })
  router.get(`${PROMPT}/used-by`, async (req, res) => {
    res.json(await readUsedBy(ctx, actorOf(req), placeOf(req), parse(UsedByQuery, req.query)))
  })
  return router
}

function promptIdOf(req: Request): string {
  return parse(PromptId, req.params['promptId'])
}

function placeOf(req: Request): Pick<PromptTarget, 'key' | 'id'> {
  return { key: promptSetKeyOf(req), id: promptIdOf(req) }
}

function targetOf(req: Request): PromptTarget {
  return { ...placeOf(req), asked: preconditionsOf(req) }
}

function answer(res: Response, prompt: Prompt): void {
  res.set('ETag', prompt.etag).json(prompt)
}
