import { isolate } from './isolate.js'
import {
  ORGANISATION_RIGHTS,
  type OrganisationRight,
  type ProjectRole,
  type Right,
  RIGHTS,
  type Role,
  roleMay,
  rolesMay,
} from './rights.js'

/** Why somebody of these roles may not do something in a project, and who can change that; undefined where they may. */
export function missingRight(
  project: { name: string; roles: readonly ProjectRole[] },
  right: Right,
): string | undefined {
  if (rolesMay(project.roles, right)) return undefined
  const { what, roles: needs } = RIGHTS[right]
  return `Only ${listOf(needs)} of ${isolate(project.name)} may ${what}, and you are ${listOf(project.roles, 'conjunction')} there. Ask an admin of the project for the role.`
}

/** The same in an organisation. */
export function missingOrganisationRight(
  organisation: { name: string; role: Role },
  right: OrganisationRight,
): string | undefined {
  if (roleMay(organisation.role, right)) return undefined
  const { what, roles: needs } = ORGANISATION_RIGHTS[right]
  return `Only ${listOf(needs)} of ${isolate(organisation.name)} may ${what}, and you are ${listOf([organisation.role])} there. Ask one of them.`
}

/** “an owner or admin”, “a viewer and editor”. */
function listOf(roles: readonly string[], type: 'conjunction' | 'disjunction' = 'disjunction'): string {
  const article = /^[aeo]/.test(roles[0] ?? '') ? 'an' : 'a'
  return `${article} ${new Intl.ListFormat('en-GB', { type }).format(roles)}`
}
