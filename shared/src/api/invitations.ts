import { z } from 'zod'
import { ProjectRole, Role } from '../rights.js'
import { Email, Name, Organisation, Password, Session } from './accounts.js'
import { MEMBER_ROLES, ProjectRoles } from './organisations.js'
import { Person } from './person.js'

/** Somebody to invite, and what they are to be. */
export const NewInvitation = z.object({
  email: Email,
  role: Role.default('member'),
  roles: ProjectRoles.default([...MEMBER_ROLES]),
})
export type NewInvitation = z.infer<typeof NewInvitation>

/** An invitation as admins see it; the secret of its link is shown once, when it is made. */
export const Invitation = z.object({
  id: z.uuid(),
  email: z.string(),
  role: Role,
  roles: z.array(ProjectRole),
  invited_by: Person,
  created_at: z.string(),
  expires_at: z.string(),
  state: z.enum(['open', 'accepted', 'withdrawn', 'expired']),
})
export type Invitation = z.infer<typeof Invitation>

export const InvitationList = z.object({ invitations: z.array(Invitation) })

/** A new invitation: whoever has the secret can accept it. The page’s link is `/join#<secret>`, so that no server logs it. */
export const IssuedInvitation = z.object({ invitation: Invitation, secret: z.string() })
export type IssuedInvitation = z.infer<typeof IssuedInvitation>

export const InvitationLook = z.object({ secret: z.string().max(200) })

/** What somebody is invited to; with an account they accept it signed in, without one they make it. */
export const InvitationView = z.object({
  organisation: z.string(),
  email: z.string(),
  role: Role,
  roles: z.array(ProjectRole),
  invited_by: z.string(),
  expires_at: z.string(),
  has_account: z.boolean(),
})
export type InvitationView = z.infer<typeof InvitationView>

/** Accepts an invitation. `password` makes the account where the address has none yet. */
export const AcceptInvitation = InvitationLook.extend({ name: Name.optional(), password: Password.optional() })
export type AcceptInvitation = z.infer<typeof AcceptInvitation>

/** The organisation that was joined, and a session where the account was made by it. */
export const AcceptedInvitation = z.object({ organisation: Organisation, session: Session.nullable() })
export type AcceptedInvitation = z.infer<typeof AcceptedInvitation>
