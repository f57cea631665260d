import { z } from 'zod'
import { VersionKind } from '../prompt-set-status.js'
import { BundledInclude, BundledPrompt, Variable, VersionNumber } from '../protocol/documents.js'
import { Person } from './person.js'
import { UsedWaiver } from './policies.js'

/** An approval as it was counted when the version was locked; `own_work` where the only reviewer approved their own. */
export const CountedApproval = z.object({
  user: Person,
  own_work: z.boolean(),
  created_at: z.string(),
})
export type CountedApproval = z.infer<typeof CountedApproval>

/** An immutable version of a prompt set; sizes in bytes. */
export const Version = z.object({
  id: z.uuid(),
  prompt_set_id: z.uuid(),
  version: VersionNumber,
  kind: VersionKind,
  content_digest: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  gzip_bytes: z.int(),
  prompt_count: z.int(),
  required_approvals: z.int(),
  approvals: z.array(CountedApproval),
  authors: z.array(Person),
  /** The policy that it was judged by when it was made, and the waivers that let it through; 0 is the usual one. */
  policy_number: z.int().nonnegative(),
  waivers: z.array(UsedWaiver),
  note: z.string(),
  created_by: Person.nullable(),
  created_at: z.string(),
  archived_at: z.string().nullable(),
})
export type Version = z.infer<typeof Version>

export const VersionList = z.object({ versions: z.array(Version) })
export type VersionList = z.infer<typeof VersionList>

/** A version with its texts. */
export const VersionDetail = Version.extend({
  snapshot: z.record(z.string(), BundledPrompt),
  includes: z.record(z.string(), BundledInclude),
})
export type VersionDetail = z.infer<typeof VersionDetail>

/** How a version number must rise for a change; `none` where nothing changed. */
export const Bump = z.enum(['none', 'patch', 'minor', 'major'])
export type Bump = z.infer<typeof Bump>

export const VariableChange = z.object({
  name: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
  breaking: z.boolean(),
  from: Variable.nullable(),
  to: Variable.nullable(),
})
export type VariableChange = z.infer<typeof VariableChange>

/** One prompt that differs; `variables` counts those of included texts as the prompt's own. */
export const PromptChange = z.object({
  id: z.string(),
  fields: z.array(z.enum(['kind', 'text', 'delimiters', 'variables', 'metadata'])),
  variables: z.array(VariableChange),
  from: BundledPrompt,
  to: BundledPrompt,
})
export type PromptChange = z.infer<typeof PromptChange>

/** An included text that differs, with the version it comes from; null where there is none. */
export const IncludeChange = z.object({
  id: z.string(),
  from: VersionNumber.nullable(),
  to: VersionNumber.nullable(),
})
export type IncludeChange = z.infer<typeof IncludeChange>

/** Something that an application calling the prompt would notice as an error. */
export const Breaking = z.object({
  id: z.string(),
  reason: z.enum([
    'prompt_removed',
    'kind_changed',
    'variable_added_as_required',
    'variable_made_required',
    'variable_retyped',
    'enum_value_removed',
  ]),
  variable: z.string().optional(),
  message: z.string(),
})
export type Breaking = z.infer<typeof Breaking>

/** What changed between two contents of a prompt set, what breaks callers first, and how the number must rise. */
export const Diff = z.object({
  breaking: z.array(Breaking),
  bump: Bump,
  removed: z.array(z.string()),
  added: z.array(z.string()),
  changed: z.array(PromptChange),
  includes: z.array(IncludeChange),
})
export type Diff = z.infer<typeof Diff>

/** One side of a comparison: a version's number, or the draft. */
export const DiffSide = z.union([z.literal('draft'), VersionNumber])
export type DiffSide = z.infer<typeof DiffSide>

export const DiffQuery = z.object({ from: DiffSide, to: DiffSide.default('draft') })
export type DiffQuery = z.infer<typeof DiffQuery>

/**
 * A comparison of two versions, or of a version and the draft; `proposed_version` is set where the draft could be locked
 * as such, and `draft_revision` where the draft is one side: whoever replaces it sends that as If-Match.
 */
export const DiffResult = Diff.extend({
  from: DiffSide,
  to: DiffSide,
  proposed_version: VersionNumber.nullable(),
  draft_revision: z.int().positive().nullable(),
})
export type DiffResult = z.infer<typeof DiffResult>
