import { z } from 'zod'
import { PromptSet } from './prompt-sets.js'

/** What became of the draft when it was made to say what a version says: the ids of the prompts that differed. */
export const RestoredDraft = z.object({
  prompt_set: PromptSet,
  created: z.array(z.string()),
  changed: z.array(z.string()),
  removed: z.array(z.string()),
})
export type RestoredDraft = z.infer<typeof RestoredDraft>
