import { z } from 'zod'
import { RuleName } from './policy-document.js'

/**
 * Something that a rule found in a prompt; `line` counts from 1, `message_index` the messages of a chat from 0. The
 * fingerprint stays while what was found stays, and never tells it; a waiver names it.
 */
export const Finding = z.object({
  rule: RuleName,
  level: z.enum(['warn', 'block']),
  prompt_id: z.string(),
  line: z.int().positive().nullable(),
  message_index: z.int().nonnegative().nullable(),
  message: z.string(),
  fingerprint: z.string(),
})
export type Finding = z.infer<typeof Finding>

/** What a rule saw, before its level and its fingerprint; `subject` is the text that it is about. */
export interface Seen {
  readonly prompt_id: string
  readonly line?: number | undefined
  readonly message_index?: number | undefined
  readonly message: string
  readonly subject: string
}
