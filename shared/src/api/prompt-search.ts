import { z } from 'zod'
import { PromptSetStatus } from '../prompt-set-status.js'
import { PromptId } from '../protocol/prompt-id.js'

/** A text that is looked for in the ids and templates of all prompt sets of a project; an empty one is in all. */
export const PromptSearchQuery = z.object({
  q: z.string().max(200).default(''),
  limit: z.coerce.number().int().min(1).max(50).default(20),
})
export type PromptSearchQuery = z.infer<typeof PromptSearchQuery>

/** A prompt that was found; `excerpt` is a line of its text, around what was looked for where it has that. */
export const FoundPrompt = z.object({
  id: PromptId,
  prompt_set: z.object({ id: z.uuid(), name: z.string(), status: PromptSetStatus }),
  excerpt: z.string(),
})
export type FoundPrompt = z.infer<typeof FoundPrompt>

/** The first prompts that were found: those whose id begins with the text, then those that have it in their id, then the others. */
export const FoundPrompts = z.object({ prompts: z.array(FoundPrompt) })
export type FoundPrompts = z.infer<typeof FoundPrompts>
