import { z } from 'zod'
import { PromptSetStatus } from '../prompt-set-status.js'
import { VersionNumber } from '../protocol/documents.js'
import { Slug } from '../protocol/prompt-id.js'
import { Name } from './accounts.js'
import { Version } from './versions.js'

const Description = z.string().max(2_000)

/** A prompt set with the status of its draft; `revision` rises with every edit. */
export const PromptSet = z.object({
  id: z.uuid(),
  project_id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  description: z.string(),
  status: PromptSetStatus,
  revision: z.int().positive(),
  locked_version: VersionNumber.nullable(),
  prompt_count: z.int().nonnegative(),
  archived_at: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
})
export type PromptSet = z.infer<typeof PromptSet>

export const PromptSetList = z.object({ prompt_sets: z.array(PromptSet) })
export type PromptSetList = z.infer<typeof PromptSetList>

/** Archived prompt sets are listed only where they are asked for. */
export const PromptSetQuery = z.object({ archived: z.enum(['true', 'false']).default('false') })
export type PromptSetQuery = z.infer<typeof PromptSetQuery>

/** Without a slug it gets the first free one of its project that follows from its name. */
export const CreatePromptSetInput = z.strictObject({
  name: Name,
  slug: Slug.optional(),
  description: Description.default(''),
})
export type CreatePromptSetInput = z.infer<typeof CreatePromptSetInput>

/** The slug is part of every bundle and stays. */
export const ChangePromptSetInput = z.strictObject({
  name: Name.optional(),
  description: Description.optional(),
  archived: z.boolean().optional(),
})
export type ChangePromptSetInput = z.infer<typeof ChangePromptSetInput>

/**
 * A move to another status. LOCKED with `content_digest` locks exactly that draft, as `version` or as the proposed
 * number; LOCKED with `discard` gives the draft up and goes back to the last locked version. REVIEW may name the people
 * who are asked to review.
 */
export const ChangeStatusInput = z.strictObject({
  status: PromptSetStatus,
  content_digest: z.string().optional(),
  version: VersionNumber.optional(),
  discard: z.literal(true).optional(),
  note: z.string().max(2_000).default(''),
  reviewers: z.array(z.uuid()).max(50).optional(),
})
export type ChangeStatusInput = z.infer<typeof ChangeStatusInput>

/** What a move led to; `version` is the one at which the prompt set is locked now, or null. */
export const StatusChange = z.object({ prompt_set: PromptSet, version: Version.nullable() })
export type StatusChange = z.infer<typeof StatusChange>
