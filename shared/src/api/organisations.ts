import { z } from 'zod'
import { Slug } from '../protocol/prompt-id.js'
import { ProjectRole, Role } from '../rights.js'
import { Email, Name, Organisation, Password } from './accounts.js'

/** Without a slug it gets the first free one that follows from its name. */
export const NewOrganisation = z.object({ name: Name, slug: Slug.optional() })
export type NewOrganisation = z.infer<typeof NewOrganisation>

/** An organisation with the role that the asking person has in it. */
export const OwnOrganisation = Organisation.extend({ role: Role })
export type OwnOrganisation = z.infer<typeof OwnOrganisation>

export const OrganisationList = z.object({ organisations: z.array(OwnOrganisation) })

export const Member = z.object({
  user_id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: Role,
  /** What they are in each project that gives them no roles of its own; owners and admins have every role. */
  roles: z.array(ProjectRole),
  created_at: z.string(),
})
export type Member = z.infer<typeof Member>

export const MemberList = z.object({ members: z.array(Member) })

/** Roles in projects; everybody is a viewer, said or not. */
export const ProjectRoles = z.array(ProjectRole).transform((roles) => {
  return ProjectRole.options.filter((role) => role === 'viewer' || roles.includes(role))
})

/** What a new member may do in projects unless it is said otherwise: write, review and publish. */
export const MEMBER_ROLES: readonly ProjectRole[] = ['viewer', 'editor', 'reviewer', 'publisher']

/** A person to add. `name` and `password` make the account where the address has none yet, and are not used otherwise. */
export const NewMember = z.object({
  email: Email,
  role: Role.default('member'),
  roles: ProjectRoles.default([...MEMBER_ROLES]),
  name: Name.optional(),
  password: Password.optional(),
})
export type NewMember = z.infer<typeof NewMember>

/** What a member is from now on; what is left out stays. */
export const MemberChange = z.object({ role: Role, roles: ProjectRoles }).partial()
export type MemberChange = z.infer<typeof MemberChange>

/** Somebody in a project; `inherited` where the project says nothing of its own about them. */
export const ProjectMember = z.object({
  user_id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: Role,
  roles: z.array(ProjectRole),
  inherited: z.boolean(),
})
export type ProjectMember = z.infer<typeof ProjectMember>

export const ProjectMemberList = z.object({ members: z.array(ProjectMember) })

/** What somebody is in a project; null for what they are in the organisation's projects anyway. */
export const ProjectRolesInput = z.object({ roles: ProjectRoles.nullable() })
export type ProjectRolesInput = z.infer<typeof ProjectRolesInput>
