import { z } from 'zod'
import { ErrorCodeSchema } from '../error-code-schema.js'
import { BundledInclude, BundledPrompt, VersionNumber } from '../protocol/documents.js'
import { PromptId } from '../protocol/prompt-id.js'
import { Person } from './person.js'
import { JudgedFinding } from './policies.js'
import { PromptSet } from './prompt-sets.js'
import { PromptProblem } from './prompts.js'
import { Diff } from './versions.js'

/** Says yes to exactly one content: the draft's, or that of a locked version. */
export const ApproveInput = z.strictObject({ content_digest: z.string().regex(/^[0-9a-f]{64}$/) })
export type ApproveInput = z.infer<typeof ApproveInput>

/** One approval; `counts` where it is for the content as it is now and its giver may give it. */
export const Approval = z.object({
  id: z.uuid(),
  user: Person,
  content_digest: z.string(),
  own_work: z.boolean(),
  counts: z.boolean(),
  created_at: z.string(),
})
export type Approval = z.infer<typeof Approval>

/** How a draft stands with its approvals, and who may give one. */
export const ApprovalList = z.object({
  content_digest: z.string(),
  required: z.int().nonnegative(),
  given: z.int().nonnegative(),
  approvals: z.array(Approval),
  authors: z.array(Person),
  reviewers: z.array(Person),
})
export type ApprovalList = z.infer<typeof ApprovalList>

/** Takes newer texts of these includes, or of all; each is then at the latest locked version of its prompt set. */
export const TakeIncludesInput = z.strictObject({ ids: z.array(PromptId).min(1).optional() })
export type TakeIncludesInput = z.infer<typeof TakeIncludesInput>

/** An include that has a newer text than the draft carries, such as “shared.tone 1.3.0 is out”. */
export const IncludeNews = z.object({
  id: z.string(),
  have: VersionNumber,
  latest: VersionNumber,
  message: z.string(),
})
export type IncludeNews = z.infer<typeof IncludeNews>

/** One thing that keeps a draft from being locked, and what to do about it. */
export const Blocker = z.object({
  code: ErrorCodeSchema,
  message: z.string(),
  details: z.unknown().optional(),
})
export type Blocker = z.infer<typeof Blocker>

/** Asks for all prompts of a draft, or for those alone that the locked version has not, or has otherwise. */
export const DraftQuery = z.object({ prompts: z.enum(['all', 'changed']).default('all') })
export type DraftQuery = z.infer<typeof DraftQuery>

/** A draft as it would be locked, and what is still missing; `proposed_version` is null where it equals the locked version. */
export const Draft = z.object({
  prompt_set: PromptSet,
  snapshot: z.record(z.string(), BundledPrompt),
  includes: z.record(z.string(), BundledInclude),
  content_digest: z.string(),
  locked_version: VersionNumber.nullable(),
  proposed_version: VersionNumber.nullable(),
  diff: Diff,
  problems: z.record(z.string(), z.array(PromptProblem)),
  include_news: z.array(IncludeNews),
  approvals: ApprovalList,
  findings: z.array(JudgedFinding),
  blocked_by: z.array(Blocker),
})
export type Draft = z.infer<typeof Draft>
