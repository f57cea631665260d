import { parse } from '@anvil/shared'
import type { Request } from 'express'
import { z } from 'zod'
import type { PromptSetKey } from './prompt-set-row.js'

const Params = z.object({ projectId: z.uuid(), promptSetId: z.uuid() })

/** Where the routes of a prompt set begin. */
export const PROMPT_SET_PATH = '/projects/:projectId/prompt-sets/:promptSetId'

/** The prompt set that a request's address names. */
export function promptSetKeyOf(req: Request): PromptSetKey {
  return parse(Params, req.params)
}
