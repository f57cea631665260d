import { z } from 'zod'

/** What somebody may be in a project; several at once, and everybody of the organisation is at least a viewer. */
export const ProjectRole = z.enum(['viewer', 'editor', 'reviewer', 'publisher', 'admin'])
export type ProjectRole = z.infer<typeof ProjectRole>

/** What somebody may be in an organisation; owners and admins have every role in each of its projects. */
export const Role = z.enum(['owner', 'admin', 'member'])
export type Role = z.infer<typeof Role>

/** What an API key may be made for, beside reading; `own_work` lets it approve and publish what its owner's keys wrote. */
export const ApiKeyScope = z.enum(['draft', 'approve', 'publish', 'manage', 'own_work'])
export type ApiKeyScope = z.infer<typeof ApiKeyScope>

interface ProjectRule {
  /** What it is to do it, after “may”. */
  what: string
  roles: readonly ProjectRole[]
  /** The scope an API key needs for it beside; null where reading is enough, `person` where no key may at all. */
  scope: ApiKeyScope | 'person' | null
}

const EVERYBODY = ProjectRole.options

/** The one table of who may do what in a project; routes, sockets and the page ask it. */
export const RIGHTS = {
  'project.read': { what: 'look at this project', roles: EVERYBODY, scope: null },
  'draft.write': { what: 'change drafts', roles: ['editor'], scope: 'draft' },
  'review.request': { what: 'ask for a review', roles: ['editor'], scope: 'draft' },
  'review.comment': {
    what: 'comment on a review',
    roles: ['editor', 'reviewer', 'publisher', 'admin'],
    scope: 'draft',
  },
  'review.approve': { what: 'approve', roles: ['reviewer'], scope: 'approve' },
  'version.lock': { what: 'lock versions', roles: ['reviewer'], scope: 'approve' },
  'waiver.give': { what: 'give waivers', roles: ['reviewer'], scope: 'person' },
  'publication.publish': { what: 'publish and roll back', roles: ['publisher'], scope: 'publish' },
  'project.manage': { what: 'change settings and environments', roles: ['admin'], scope: 'manage' },
  'release.rules': { what: 'change what a release needs', roles: ['admin'], scope: 'person' },
  'token.manage': { what: 'issue, see and revoke access tokens', roles: ['admin'], scope: 'manage' },
  'member.manage': { what: 'give roles', roles: ['admin'], scope: 'person' },
  'policy.manage': { what: 'change the policy', roles: ['admin'], scope: 'person' },
} as const satisfies Record<string, ProjectRule>

/** Something that somebody may do in a project. */
export const Right = z.enum(Object.keys(RIGHTS).filter((name): name is keyof typeof RIGHTS => name in RIGHTS))
export type Right = keyof typeof RIGHTS

interface OrganisationRule {
  what: string
  roles: readonly Role[]
}

/** The one table of who may do what in an organisation; of these an API key may only look. */
export const ORGANISATION_RIGHTS = {
  'organisation.read': { what: 'look at this organisation', roles: ['owner', 'admin', 'member'] },
  'organisation.audit': { what: 'read the audit trail of the whole organisation', roles: ['owner', 'admin'] },
  'organisation.members': { what: 'invite, change and remove members', roles: ['owner', 'admin'] },
  'organisation.owners': { what: 'make or change owners', roles: ['owner'] },
  'project.create': { what: 'make projects', roles: ['owner', 'admin'] },
} as const satisfies Record<string, OrganisationRule>

/** Something that somebody may do in an organisation. */
export type OrganisationRight = keyof typeof ORGANISATION_RIGHTS

/** Whether these roles carry this right. */
export function rolesMay(roles: readonly ProjectRole[], right: Right): boolean {
  const allowed: readonly ProjectRole[] = RIGHTS[right].roles
  return roles.some((role) => allowed.includes(role))
}

/** Whether this role in an organisation carries this right. */
export function roleMay(role: Role, right: OrganisationRight): boolean {
  const allowed: readonly Role[] = ORGANISATION_RIGHTS[right].roles
  return allowed.includes(role)
}

/** Whether an API key of these scopes may be used for this, where its owner has the right. */
export function scopesAllow(scopes: readonly ApiKeyScope[], right: Right): boolean {
  const needed: ProjectRule['scope'] = RIGHTS[right].scope
  return needed === null || (needed !== 'person' && scopes.includes(needed))
}

/** Every right that these roles carry, narrowed to the scopes of an API key where one is used. */
export function rightsOf(roles: readonly ProjectRole[], scopes?: readonly ApiKeyScope[]): Right[] {
  return Right.options.filter((right) => rolesMay(roles, right) && (!scopes || scopesAllow(scopes, right)))
}
