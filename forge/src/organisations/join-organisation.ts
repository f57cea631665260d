import { AnvilError } from '@anvil/shared'
import type { Member, User } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import { findMembership, rejoinMembership } from './member-store.js'
import { insertMembership } from './organisation-store.js'

/** Who joins which organisation, as what. */
type Joining = { organisationId: string; user: User } & Pick<Member, 'role' | 'roles'>

/** Makes somebody a member, again where they were one; throws `member.exists`. Answers since when they belong. */
export async function joinOrganisation(
  ctx: AppContext,
  trx: Knex.Transaction,
  { organisationId, user, ...given }: Joining,
): Promise<string> {
  const key = { organisation_id: organisationId, user_id: user.id }
  const created_at = ctx.now()
  const membership = await findMembership(trx, key)
  if (membership?.removed_at === null) {
    throw new AnvilError('member.exists', `${user.email} belongs to this organisation already.`)
  }
  if (membership) await rejoinMembership(trx, key, given)
  else await insertMembership(trx, { ...key, ...given, created_at })
  return (membership?.created_at ?? created_at).toISOString()
}
