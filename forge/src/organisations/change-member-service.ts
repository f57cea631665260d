import { AnvilError, isolate, type OrganisationRight, type Role } from '@anvil/shared'
import type { Member, MemberChange } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import { withBefore } from '../audit/with-before.js'
import type { AppContext } from '../context.js'
import { requireSession, type UserActor } from '../http/actor.js'
import { withdrawUnbacked } from '../invitations/inviter-power.js'
import { getMember, listOwnersForUpdate, type MemberKey, removeMembership, updateMembership } from './member-store.js'
import { notingFormerReviewer } from './note-former-reviewer.js'
import { getOrganisationOf } from './organisation-store.js'
import { requireOrganisationRight } from './require-right.js'

/** Changes what a member is, in the organisation and its projects; owners are made and changed by owners. */
export function changeMember(
  ctx: AppContext,
  actor: UserActor,
  key: MemberKey,
  { role, roles }: MemberChange,
): Promise<Member> {
  return ctx.asActor(actor, async (trx) => {
    const { member: before } = await hold(trx, actor, { key, right: 'organisation.members', to: role })
    const change = { role: role ?? before.role, roles: roles ?? before.roles }
    await notingFormerReviewer(ctx, trx, key, () => updateMembership(trx, key, change))
    await withdrawUnbacked(ctx, trx, actor, key)
    await insertAuditEntry(trx, actor, ctx.now(), {
      organisationId: key.organisationId,
      action: 'member.changed',
      target: key.userId,
      details: withBefore(before, change),
    })
    return getMember(trx, key)
  })
}

/** Takes a member out of an organisation; anybody may take themselves out, but for its last owner. */
export function removeMember(ctx: AppContext, actor: UserActor, key: MemberKey): Promise<void> {
  requireSession(actor)
  const isOwn = actor.id === key.userId
  return ctx.asActor(actor, async (trx) => {
    const right = isOwn ? 'organisation.read' : 'organisation.members'
    const { member } = await hold(trx, actor, { key, right, to: 'member' })
    await notingFormerReviewer(ctx, trx, key, () => removeMembership(trx, key, ctx.now()))
    await withdrawUnbacked(ctx, trx, actor, key)
    await insertAuditEntry(trx, actor, ctx.now(), {
      organisationId: key.organisationId,
      action: isOwn ? 'member.left' : 'member.removed',
      target: key.userId,
      details: { before: { role: member.role, roles: member.roles } },
    })
  })
}

interface Holding {
  key: MemberKey
  right: OrganisationRight
  /** What they are to be; undefined where that stays. */
  to: Role | undefined
}

/** Finds a member for somebody who may change them to this, and holds the owners so that one is left. */
async function hold(trx: Knex.Transaction, actor: UserActor, { key, right, to }: Holding): Promise<{ member: Member }> {
  const organisation = await getOrganisationOf(trx, actor, key.organisationId, right)
  const owners = await listOwnersForUpdate(trx, key.organisationId)
  const member = await getMember(trx, key)
  const touchesOwner = to !== undefined && to !== member.role && [to, member.role].includes('owner')
  const stepsDown = actor.id === key.userId && to !== 'owner'
  if (touchesOwner && !stepsDown) requireOrganisationRight(actor, organisation, 'organisation.owners')
  if (touchesOwner && to !== 'owner' && owners.every((id) => id === key.userId)) {
    throw new AnvilError(
      'member.last_owner',
      `${isolate(member.name)} is the last owner of ${isolate(organisation.name)}. Make somebody else an owner first.`,
    )
  }
  return { member }
}
