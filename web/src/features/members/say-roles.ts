import { type ProjectRole, Role } from '@anvil/shared'

/** What each role in a project is for, as somebody chooses it. */
export const ROLE_CHOICES: readonly { value: ProjectRole; name: string; detail: string }[] = [
  { value: 'editor', name: 'Editor', detail: 'writes drafts and asks for reviews' },
  { value: 'reviewer', name: 'Reviewer', detail: 'approves and locks versions' },
  { value: 'publisher', name: 'Publisher', detail: 'publishes and rolls back' },
  { value: 'admin', name: 'Admin', detail: 'has access tokens, members, settings and the policy' },
]

/** What each role in an organisation means, in a line. */
export const ORGANISATION_ROLES: Readonly<Record<Role, string>> = {
  owner: 'Owner: as an admin, and makes owners',
  admin: 'Admin: every role in every project, makes projects and invites',
  member: 'Member: the roles below in every project',
}

/** The roles that somebody may give who is this themselves. */
export const givable = (own: Role): { value: Role; name: string }[] =>
  Role.options
    .filter((role) => role !== 'owner' || own === 'owner')
    .map((role) => ({ value: role, name: ORGANISATION_ROLES[role] }))

/** Roles in projects, in words; everybody is a viewer, so that is said only of who is nothing else. */
export function sayRoles(roles: readonly ProjectRole[]): string {
  const more = roles.filter((role) => role !== 'viewer')
  return more.length === 0 ? 'viewer' : more.join(', ')
}

/** What somebody is in each project that says nothing of its own about them. */
export const sayInProjects = ({ role, roles }: { role: Role; roles: readonly ProjectRole[] }): string =>
  role === 'member' ? sayRoles(roles) : 'every role'

/** What somebody can do no more once they are taken out. */
export function sayLoss({ role, roles }: { role: Role; roles: readonly ProjectRole[] }, organisation: string): string {
  const as = role === 'member' ? sayRoles(roles) : role
  return `They see ${organisation} and its projects no more, and are no longer ${as} there. What they wrote, approved and published stays, with their name. Their API keys open nothing here any more.`
}
