import {
  AnvilError,
  isolate,
  missingOrganisationRight,
  missingRight,
  ORGANISATION_RIGHTS,
  type OrganisationRight,
  type ProjectRole,
  type Right,
  RIGHTS,
  type Role,
  scopesAllow,
} from '@anvil/shared'
import type { UserActor } from '../http/actor.js'

/** Who asks for a right: a person, and the API key they ask with. */
export type RightSeeker = Pick<UserActor, 'id' | 'apiKey'>

/** Lets those pass whose roles in a project carry a right; `auth.forbidden` names what is missing and who can give it. */
export function requireRight(
  { apiKey }: RightSeeker,
  project: { name: string; roles: readonly ProjectRole[] },
  right: Right,
): void {
  const { what, roles: needs, scope } = RIGHTS[right]
  const missing = missingRight(project, right)
  if (missing !== undefined) {
    throw new AnvilError('auth.forbidden', missing, { details: { right, needs, has: project.roles } })
  }
  if (apiKey && !scopesAllow(apiKey.scopes, right)) {
    const wayOut = scope === 'person' ? 'No key may: sign in for it.' : `Use a key with the scope "${scope}".`
    throw new AnvilError('auth.forbidden', `The API key ${isolate(apiKey.name)} may not ${what}. ${wayOut}`, {
      details: { right, needs_scope: scope, has_scopes: apiKey.scopes },
    })
  }
}

/** The same in an organisation, where an API key may only look, and one of a single project not even that. */
export function requireOrganisationRight(
  { apiKey }: RightSeeker,
  organisation: { name: string; role: Role },
  right: OrganisationRight,
): void {
  const { what, roles: needs } = ORGANISATION_RIGHTS[right]
  const missing = missingOrganisationRight(organisation, right)
  if (missing !== undefined) {
    throw new AnvilError('auth.forbidden', missing, { details: { right, needs, has: [organisation.role] } })
  }
  if (apiKey && (right !== 'organisation.read' || apiKey.projectId !== null)) {
    throw new AnvilError(
      'auth.forbidden',
      `The API key ${isolate(apiKey.name)} may not ${what}, whatever its scopes. Sign in, and do it yourself.`,
      { details: { right } },
    )
  }
}

/** What else it may be that a program finds nothing, after why a person would not. */
export function orBarred(apiKey: RightSeeker['apiKey']): string {
  return apiKey ? ' Or an admin of it revoked this API key there: its owner sees that among their keys.' : ''
}
