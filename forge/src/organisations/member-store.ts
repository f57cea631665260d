import type { Member, OwnOrganisation, Role } from '@anvil/shared/api'
import type { Knex } from 'knex'

interface MembershipKey {
  organisation_id: string
  user_id: string
}
interface MembershipRow extends MembershipKey {
  role: Role
  created_at: Date
  removed_at: Date | null
}

export function findMembership(trx: Knex, key: MembershipKey): Promise<MembershipRow | undefined> {
  return trx<MembershipRow>('memberships').where(key).forUpdate().first()
}

/** Lets a person who was removed come back. */
export async function rejoinMembership(trx: Knex, key: MembershipKey, role: Role): Promise<void> {
  await trx('memberships').where(key).update({ role, removed_at: null })
}

export async function listMembers(trx: Knex, organisationId: string): Promise<Member[]> {
  const rows: (Omit<Member, 'created_at'> & { created_at: Date })[] = await trx('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .where({ organisation_id: organisationId })
    .whereNull('removed_at')
    .orderBy('users.name')
    .select('user_id', 'email', 'name', 'role', 'memberships.created_at')
  return rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }))
}

/** The organisations a person belongs to, with their role in each. */
export async function listOrganisationsOf(trx: Knex, userId: string): Promise<OwnOrganisation[]> {
  const rows: (Omit<OwnOrganisation, 'created_at'> & { created_at: Date })[] = await trx('organisations')
    .join('memberships', 'memberships.organisation_id', 'organisations.id')
    .where({ user_id: userId })
    .whereNull('removed_at')
    .orderBy('name')
    .select('organisations.id', 'name', 'slug', 'organisations.created_at', 'role')
  return rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }))
}
