import { z } from 'zod'
import { Slug } from '../protocol/prompt-id.js'
import { Email, Name, Organisation, Password, Role } from './accounts.js'

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
  created_at: z.string(),
})
export type Member = z.infer<typeof Member>

export const MemberList = z.object({ members: z.array(Member) })

/** A person to add. `name` and `password` make the account where the address has none yet, and are not used otherwise. */
export const NewMember = z.object({
  email: Email,
  role: Role.default('member'),
  name: Name.optional(),
  password: Password.optional(),
})
export type NewMember = z.infer<typeof NewMember>
