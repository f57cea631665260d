import { type Role, roleMay } from '@anvil/shared'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import { findMembership, type MemberKey } from '../organisations/member-store.js'
import { closeInvitation, type KeptInvitation, listOpenInvitationsBy } from './invitation-store.js'

/** Whether who made an invitation may still make it: an invitation gives no more than its maker has. */
export async function isBacked(
  trx: Knex.Transaction,
  { organisation_id, created_by, role }: Pick<KeptInvitation, 'organisation_id' | 'created_by' | 'role'>,
): Promise<boolean> {
  const membership = await findMembership(trx, { organisation_id, user_id: created_by })
  return membership?.removed_at === null && mayInvite(membership.role, role)
}

function mayInvite(own: Role, to: Role): boolean {
  return roleMay(own, to === 'owner' ? 'organisation.owners' : 'organisation.members')
}

/** Takes back the open invitations of somebody who may make them no more, on the record. */
export async function withdrawUnbacked(
  ctx: AppContext,
  trx: Knex.Transaction,
  actor: Actor,
  { organisationId, userId }: MemberKey,
): Promise<void> {
  const at = ctx.now()
  for (const invitation of await listOpenInvitationsBy(trx, { organisationId, userId }, at)) {
    if (await isBacked(trx, invitation)) continue
    const { id, email } = invitation
    await closeInvitation(trx, { organisationId, id }, at)
    const details = { email, invited_by: userId }
    await insertAuditEntry(trx, actor, at, { organisationId, action: 'member.uninvited', target: id, details })
  }
}
