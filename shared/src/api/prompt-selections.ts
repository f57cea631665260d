import { z } from 'zod'
import { PromptId } from '../protocol/prompt-id.js'
import { LIMITS } from '../protocol/limits.js'
import { AnvilExport } from './imports.js'
import { PromptFilter } from './prompts.js'

const Ids = z.array(PromptId).max(LIMITS.promptsPerSet)

/** Several prompts of a draft: those that are named, or all that a filter finds but a few. */
export const PromptSelection = z.union([
  z.strictObject({ ids: Ids.min(1) }),
  z.strictObject({ matching: PromptFilter, except: Ids.default([]) }),
])
export type PromptSelection = z.infer<typeof PromptSelection>

/** Prompts to take out of a draft, or to export. */
export const SelectPromptsInput = z.strictObject({ select: PromptSelection })
export type SelectPromptsInput = z.infer<typeof SelectPromptsInput>

/** Prompts to move into the draft of another prompt set of the project, under the ids they have. */
export const MovePromptsInput = z.strictObject({ select: PromptSelection, to_prompt_set_id: z.uuid() })
export type MovePromptsInput = z.infer<typeof MovePromptsInput>

/** What was removed, in the form that an import brings back; `revision` is the prompt set's after it. */
export const RemovedPrompts = z.object({ revision: z.int().positive(), removed: AnvilExport })
export type RemovedPrompts = z.infer<typeof RemovedPrompts>

/** What was moved, and the revisions of both prompt sets after it. */
export const MovedPrompts = z.object({
  revision: z.int().positive(),
  to: z.object({ prompt_set_id: z.uuid(), revision: z.int().positive() }),
  moved: z.array(PromptId),
})
export type MovedPrompts = z.infer<typeof MovedPrompts>
