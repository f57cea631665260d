import type { ProjectRole, Role } from '@anvil/shared'
import type { Invitation } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { MemberKey } from '../organisations/member-store.js'

interface InvitationRow {
  id: string
  organisation_id: string
  email: string
  role: Role
  roles: ProjectRole[]
  secret_sha256: Buffer
  created_by: string
  created_at: Date
  expires_at: Date
}
/** An invitation with who made it, and what became of it. */
export type KeptInvitation = InvitationRow & { inviter: string; closed_at: Date | null; accepted_by: string | null }

export async function insertInvitation(trx: Knex.Transaction, row: InvitationRow): Promise<void> {
  await trx('invitations').insert(row)
}

/** The invitations of an organisation, newest first, or the one of this id. */
export function listInvitations(trx: Knex, organisationId: string, id?: string): Promise<KeptInvitation[]> {
  const rows = withInviter(trx)
    .where({ 'invitations.organisation_id': organisationId })
    .orderBy([{ column: 'invitations.created_at', order: 'desc' }, 'invitations.id'])
  return id === undefined ? rows : rows.where({ 'invitations.id': id })
}

/** The invitation that a secret opens, held by this transaction. */
export function findBySecretForUpdate(trx: Knex.Transaction, secret: Buffer): Promise<KeptInvitation | undefined> {
  return withInviter(trx).where({ secret_sha256: secret }).forUpdate('invitations').first()
}

/** The open invitations that somebody made in an organisation. */
export function listOpenInvitationsBy(
  trx: Knex.Transaction,
  { organisationId, userId }: MemberKey,
  at: Date,
): Promise<InvitationRow[]> {
  return trx<KeptInvitation>('invitations')
    .where({ organisation_id: organisationId, created_by: userId })
    .whereNull('closed_at')
    .where('expires_at', '>', at)
    .orderBy('id')
}

/** Whether somebody of a mail address is invited anywhere. */
export async function isInvited(trx: Knex, email: string, at: Date): Promise<boolean> {
  const open = trx('invitations').whereRaw('lower(email) = lower(?)', [email]).whereNull('closed_at')
  return (await open.where('expires_at', '>', at).first('id')) !== undefined
}

/** Closes an open invitation, as accepted where somebody did; answers whether it was open. */
export async function closeInvitation(
  trx: Knex.Transaction,
  { organisationId, id, acceptedBy }: { organisationId: string; id: string; acceptedBy?: string },
  at: Date,
): Promise<boolean> {
  const closed = await trx('invitations')
    .where({ organisation_id: organisationId, id })
    .whereNull('closed_at')
    .update({ closed_at: at, accepted_by: acceptedBy ?? null })
  return closed > 0
}

function withInviter(trx: Knex) {
  return trx('invitations')
    .join('users', 'users.id', 'invitations.created_by')
    .select<KeptInvitation[]>('invitations.*', 'users.name as inviter')
}

/** An invitation as admins see it at a moment. */
export function toInvitation(row: KeptInvitation, at: Date): Invitation {
  const { id, email, role, roles, created_by, inviter } = row
  return {
    id,
    email,
    role,
    roles,
    invited_by: { id: created_by, name: inviter },
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    state: stateOf(row, at),
  }
}

/** Whether an invitation can be accepted at a moment, and why not. */
export function stateOf({ closed_at, accepted_by, expires_at }: KeptInvitation, at: Date): Invitation['state'] {
  if (closed_at !== null) return accepted_by === null ? 'withdrawn' : 'accepted'
  return expires_at <= at ? 'expired' : 'open'
}
