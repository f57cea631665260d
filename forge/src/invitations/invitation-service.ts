import { createHash, randomBytes } from 'node:crypto'
import { AnvilError, isolate } from '@anvil/shared'
import type { Invitation, IssuedInvitation, NewInvitation } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { listMembers } from '../organisations/member-store.js'
import { getOrganisationOf } from '../organisations/organisation-store.js'
import { requireOrganisationRight } from '../organisations/require-right.js'
import { closeInvitation, insertInvitation, listInvitations, toInvitation } from './invitation-store.js'

const DAYS = 24 * 60 * 60 * 1000
const VALID_MS = 7 * DAYS
const SECRET_BYTES = 32

/** Invites somebody by a link that is valid for seven days; an owner is invited by owners only. */
export function invite(
  ctx: AppContext,
  actor: UserActor,
  organisationId: string,
  { email, role, roles }: NewInvitation,
): Promise<IssuedInvitation> {
  return ctx.asActor(actor, async (trx) => {
    const organisation = await getOrganisationOf(trx, actor, organisationId, 'organisation.members')
    if (role === 'owner') requireOrganisationRight(actor, organisation, 'organisation.owners')
    await requireStranger(trx, organisation, email)
    const secret = randomBytes(SECRET_BYTES).toString('base64url')
    const created_at = ctx.now()
    const place = { id: ctx.newId(), organisation_id: organisationId, created_by: actor.id, created_at }
    const expires_at = new Date(created_at.getTime() + VALID_MS)
    await insertInvitation(trx, { ...place, email, role, roles, expires_at, secret_sha256: secretDigest(secret) })
    const entry = { organisationId, action: 'member.invited', target: place.id, details: { email, role, roles } }
    await insertAuditEntry(trx, actor, created_at, entry)
    return { invitation: await getInvitation(ctx, trx, organisationId, place.id), secret }
  })
}

/** The invitations of an organisation, for its admins. */
export function listInvitationsOf(ctx: AppContext, actor: UserActor, organisationId: string): Promise<Invitation[]> {
  return ctx.asActor(actor, async (trx) => {
    await getOrganisationOf(trx, actor, organisationId, 'organisation.members')
    return (await listInvitations(trx, organisationId)).map((row) => toInvitation(row, ctx.now()))
  })
}

/** Takes an invitation back, so that its link opens nothing. */
export function withdrawInvitation(
  ctx: AppContext,
  actor: UserActor,
  { organisationId, invitationId: id }: { organisationId: string; invitationId: string },
): Promise<void> {
  return ctx.asActor(actor, async (trx) => {
    await getOrganisationOf(trx, actor, organisationId, 'organisation.members')
    const { email, state } = await getInvitation(ctx, trx, organisationId, id)
    if (!(await closeInvitation(trx, { organisationId, id }, ctx.now())))
      throw new AnvilError('invitation.over', `This invitation was ${state} before. There is nothing to take back.`)
    const entry = { organisationId, action: 'member.uninvited', target: id, details: { email } }
    await insertAuditEntry(trx, actor, ctx.now(), entry)
  })
}

/** What is kept of a secret. */
export function secretDigest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

async function getInvitation(ctx: AppContext, trx: Knex, organisationId: string, id: string): Promise<Invitation> {
  const [row] = await listInvitations(trx, organisationId, id)
  if (row) return toInvitation(row, ctx.now())
  throw new AnvilError('invitation.not_found', 'This organisation has no such invitation. List them anew.')
}

async function requireStranger(trx: Knex, organisation: { id: string; name: string }, email: string): Promise<void> {
  const members = await listMembers(trx, organisation.id)
  if (!members.some((member) => member.email.toLowerCase() === email.toLowerCase())) return
  throw new AnvilError(
    'member.exists',
    `${email} belongs to ${isolate(organisation.name)} already. Change their roles.`,
  )
}
