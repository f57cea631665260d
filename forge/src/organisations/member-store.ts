import { AnvilError, type ProjectRole, type Role } from '@anvil/shared'
import type { Member, OwnOrganisation } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { RightSeeker } from './require-right.js'

/** A member, by the organisation and the account. */
export interface MemberKey {
  organisationId: string
  userId: string
}

interface MembershipKey {
  organisation_id: string
  user_id: string
}
interface MembershipRow extends MembershipKey {
  role: Role
  roles: ProjectRole[]
  created_at: Date
  removed_at: Date | null
}

export function findMembership(trx: Knex, key: MembershipKey): Promise<MembershipRow | undefined> {
  return trx<MembershipRow>('memberships').where(key).forUpdate().first()
}

/** The organisations whose owner or admin somebody is. */
export function listManagedOrganisations(trx: Knex, userId: string): Promise<string[]> {
  return trx('memberships')
    .where({ user_id: userId })
    .whereIn('role', ['owner', 'admin'])
    .whereNull('removed_at')
    .orderBy('organisation_id')
    .pluck('organisation_id')
}

/** Lets a person who was removed come back. */
export async function rejoinMembership(
  trx: Knex,
  key: MembershipKey,
  given: Pick<MembershipRow, 'role'> & { roles?: readonly ProjectRole[] },
): Promise<void> {
  await trx('memberships')
    .where(key)
    .update({ ...given, removed_at: null })
}

export async function listMembers(trx: Knex, organisationId: string): Promise<Member[]> {
  const rows = await members(trx).where({ organisation_id: organisationId }).orderBy('users.name')
  return rows.map(toMember)
}

/** A member; throws `member.not_found` where there is none, or none any more. */
export async function getMember(trx: Knex, { organisationId, userId }: MemberKey): Promise<Member> {
  const row = await members(trx).where({ organisation_id: organisationId, user_id: userId }).first()
  if (row) return toMember(row)
  throw new AnvilError('member.not_found', 'This organisation has no such member. List its members anew.')
}

/** The owners of an organisation, held by this transaction, so that one is left whoever else changes members. */
export async function listOwnersForUpdate(trx: Knex.Transaction, organisationId: string): Promise<string[]> {
  return trx('memberships')
    .where({ organisation_id: organisationId, role: 'owner' })
    .whereNull('removed_at')
    .orderBy('user_id')
    .forUpdate()
    .pluck('user_id')
}

/** Changes what a member is. */
export async function updateMembership(
  trx: Knex.Transaction,
  { organisationId, userId }: MemberKey,
  change: { role: Role; roles: readonly ProjectRole[] },
): Promise<void> {
  await trx('memberships').where({ organisation_id: organisationId, user_id: userId }).update(change)
}

/** Ends a membership; the database forgets what the organisation's projects said of that person. */
export async function removeMembership(
  trx: Knex.Transaction,
  { organisationId, userId }: MemberKey,
  at: Date,
): Promise<void> {
  await trx('memberships').where({ organisation_id: organisationId, user_id: userId }).update({ removed_at: at })
}

type MemberRow = Omit<Member, 'created_at'> & { created_at: Date }

function members(trx: Knex) {
  return trx('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .whereNull('removed_at')
    .select<MemberRow[]>('user_id', 'email', 'name', 'role', 'roles', 'memberships.created_at')
}

function toMember(row: MemberRow): Member {
  return { ...row, created_at: row.created_at.toISOString() }
}

/** The organisations a person belongs to, with their role in each; the one of its project, where their key is of one. */
export async function listOrganisationsOf(trx: Knex, { id: userId, apiKey }: RightSeeker): Promise<OwnOrganisation[]> {
  const query = trx('organisations')
    .join('memberships', 'memberships.organisation_id', 'organisations.id')
    .where({ user_id: userId })
    .whereNull('removed_at')
    .orderBy('name')
    .select<(Omit<OwnOrganisation, 'created_at'> & { created_at: Date })[]>(
      'organisations.id',
      'name',
      'slug',
      'organisations.created_at',
      'role',
    )
  const only = apiKey?.projectId
  if (only) void query.whereIn('organisations.id', trx('projects').where({ id: only }).select('organisation_id'))
  return (await query).map((row) => ({ ...row, created_at: row.created_at.toISOString() }))
}
