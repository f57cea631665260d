import { z } from 'zod'
import { PromptId } from '../protocol/prompt-id.js'
import { PromptFilter } from './prompts.js'

/** Asks for the branches right below `under`, or for the first ones; `cursor` is the `next_cursor` of the answer before. */
export const PromptTreeQuery = z.object({
  ...PromptFilter.shape,
  cursor: PromptId.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
})
export type PromptTreeQuery = z.infer<typeof PromptTreeQuery>

/** What prompts have in common before a dot of their ids, with how many there are. */
export const PromptBranch = z.object({
  id: PromptId,
  count: z.int().positive(),
  /** Whether it has branches of its own. */
  has_branches: z.boolean(),
})
export type PromptBranch = z.infer<typeof PromptBranch>

/** Branches in order of their ids, and how many prompts all that was asked for has. */
export const PromptTree = z.object({
  count: z.int().nonnegative(),
  branches: z.array(PromptBranch),
  next_cursor: z.string().nullable(),
})
export type PromptTree = z.infer<typeof PromptTree>
