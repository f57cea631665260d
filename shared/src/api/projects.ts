import { z } from 'zod'
import { VersionKind } from '../prompt-set-status.js'
import { Slug } from '../protocol/prompt-id.js'
import { ProjectRole, Right } from '../rights.js'
import { Name } from './accounts.js'

const Approvals = z.int().min(0).max(20)
const Description = z.string().max(2_000)

export const Project = z.object({
  id: z.uuid(),
  organisation_id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  description: z.string(),
  required_approvals: z.int(),
  /** Whether an admin may see the value of an access token again. */
  show_token_values: z.boolean(),
  /** Whether an API key with the scope for it may approve and publish what its owner's keys wrote. */
  keys_release_own_work: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
})
export type Project = z.infer<typeof Project>

/** A project with what the asking person is in it, and what they may therefore do; an API key narrows that. */
export const OwnProject = Project.extend({ roles: z.array(ProjectRole), rights: z.array(Right) })
export type OwnProject = z.infer<typeof OwnProject>

export const ProjectList = z.object({ projects: z.array(Project) })

/** Without a slug it gets the first free one of its organisation that follows from its name. */
export const NewProject = z.object({ name: Name, slug: Slug.optional(), description: Description.default('') })
export type NewProject = z.infer<typeof NewProject>

export const ProjectChange = z
  .object({
    name: Name,
    description: Description,
    required_approvals: Approvals,
    show_token_values: z.boolean(),
    keys_release_own_work: z.boolean(),
  })
  .partial()
export type ProjectChange = z.infer<typeof ProjectChange>

/** An environment; `allowed_kinds` are the kinds of version it takes, `required_approvals` what it asks for beyond the project. */
export const Environment = z.object({
  id: z.uuid(),
  project_id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  allowed_kinds: z.array(VersionKind),
  required_approvals: z.int(),
  created_at: z.string(),
})
export type Environment = z.infer<typeof Environment>

export const EnvironmentList = z.object({ environments: z.array(Environment) })

const AllowedKinds = z
  .array(VersionKind)
  .min(1, 'An environment takes at least one kind of version')
  .transform((kinds) => [...new Set(kinds)])

export const NewEnvironment = z.object({
  slug: Slug,
  name: Name.optional(),
  allowed_kinds: AllowedKinds,
  required_approvals: Approvals.default(0),
})
export type NewEnvironment = z.infer<typeof NewEnvironment>

export const EnvironmentChange = z
  .object({ name: Name, allowed_kinds: AllowedKinds, required_approvals: Approvals })
  .partial()
export type EnvironmentChange = z.infer<typeof EnvironmentChange>
