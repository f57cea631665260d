import { AnvilError, isolate } from '@anvil/shared'
import type { Role } from '@anvil/shared/api'

/** Lets owners and admins pass; `auth.forbidden` names what is missing and who can give it. */
export function requireAdmin(membership: { name: string; role: Role }, what: string): void {
  if (membership.role !== 'member') return
  throw new AnvilError(
    'auth.forbidden',
    `Only an owner or admin of ${isolate(membership.name)} may ${what}. Ask one of them to do it, or to make you an admin.`,
    { details: { needs: 'admin', has: membership.role } },
  )
}
