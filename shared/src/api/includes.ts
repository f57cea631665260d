import { z } from 'zod'
import { PromptSetStatus } from '../prompt-set-status.js'
import { Delimiters, Variables, VersionNumber } from '../protocol/documents.js'
import { PromptId } from '../protocol/prompt-id.js'

const MOST_IDS = 100

/** `ids`, with commas between them, are asked for instead of those that the prompt includes as it is saved. */
export const IncludedTextQuery = z.object({
  ids: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(PromptId).min(1).max(MOST_IDS))
    .optional(),
})
export type IncludedTextQuery = z.infer<typeof IncludedTextQuery>

/**
 * A text that a prompt includes, itself or by way of another one. `version` is null for a text of the same prompt set.
 * One of another set is `carried` once the draft holds it frozen; until then it would be taken at that version. `newer`
 * is a locked version that says something else. Where there is no text, `problem` says why.
 */
export const IncludedText = z.object({
  id: z.string(),
  prompt_set: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  version: VersionNumber.nullable(),
  carried: z.boolean(),
  newer: VersionNumber.nullable(),
  source: z.object({ template: z.string(), delimiters: Delimiters.nullable(), variables: Variables }).nullable(),
  problem: z.string().nullable(),
})
export type IncludedText = z.infer<typeof IncludedText>

export const IncludedTextList = z.object({ includes: z.array(IncludedText) })
export type IncludedTextList = z.infer<typeof IncludedTextList>

/** A page of the prompts that include one; `cursor` is the `next_cursor` of the page before. */
export const UsedByQuery = z.object({
  cursor: PromptId.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
})
export type UsedByQuery = z.infer<typeof UsedByQuery>

/** A prompt of a draft that includes another one; `version` is what its prompt set carries, null where none is frozen. */
export const IncludingPrompt = z.object({
  id: PromptId,
  prompt_set: z.object({ id: z.uuid(), name: z.string(), status: PromptSetStatus }),
  version: VersionNumber.nullable(),
})
export type IncludingPrompt = z.infer<typeof IncludingPrompt>

/** In order of their ids; a page may hold fewer than were asked for, and `next_cursor` is null at the end. */
export const UsedByPage = z.object({ used_by: z.array(IncludingPrompt), next_cursor: z.string().nullable() })
export type UsedByPage = z.infer<typeof UsedByPage>
