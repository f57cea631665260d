import { AnvilError } from '@anvil/shared'
import type { User } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { enter } from '../db/enter.js'
import type { UserActor } from '../http/actor.js'
import { findMembership, listManagedOrganisations } from './member-store.js'

/**
 * Lets nobody take an account into an organisation unasked: whoever made it may hold its password, and whoever owns it
 * need not want to join. Who belongs or belonged here, or belongs where the asking person is owner or admin, is known.
 */
export async function requireAcquainted(
  trx: Knex.Transaction,
  actor: UserActor,
  organisationId: string,
  user: User,
): Promise<void> {
  if (await findMembership(trx, { organisation_id: organisationId, user_id: user.id })) return
  for (const id of await listManagedOrganisations(trx, actor.id)) {
    await enter(trx, 'organisation', id)
    const membership = await findMembership(trx, { organisation_id: id, user_id: user.id })
    await enter(trx, 'organisation', organisationId)
    if (membership?.removed_at === null) return
  }
  throw new AnvilError(
    'member.needs_invitation',
    `${user.email} has an account. Invite them: they join by a link after signing in.`,
  )
}
