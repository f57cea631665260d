import { AnvilError } from '@anvil/shared'
import type { Organisation, Role } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertOnce } from '../db/insert-once.js'

interface OrganisationRow {
  id: string
  name: string
  slug: string
  created_at: Date
}

export async function insertOrganisation(trx: Knex, row: OrganisationRow): Promise<Organisation> {
  await insertOnce(trx('organisations').insert(row), () => {
    throw new AnvilError(
      'organisation.slug_taken',
      `Another organisation has the slug ${row.slug}. Choose another one.`,
    )
  })
  return toOrganisation(row)
}

/** The organisation, if this person belongs to it; otherwise it does not exist for them. */
export async function getOrganisationOf(
  trx: Knex,
  userId: string,
  organisationId: string,
): Promise<Organisation & { role: Role }> {
  const row: (OrganisationRow & { role: Role }) | undefined = await trx('organisations')
    .join('memberships', 'memberships.organisation_id', 'organisations.id')
    .where({ 'organisations.id': organisationId, 'memberships.user_id': userId })
    .whereNull('memberships.removed_at')
    .first('organisations.*', 'memberships.role')
  if (!row) throw new AnvilError('organisation.not_found', 'You belong to no organisation with this id.')
  return { ...toOrganisation(row), role: row.role }
}

export async function insertMembership(
  trx: Knex,
  row: { organisation_id: string; user_id: string; role: Role; created_at: Date },
): Promise<void> {
  await trx('memberships').insert(row)
}

function toOrganisation(row: OrganisationRow): Organisation {
  return { id: row.id, name: row.name, slug: row.slug, created_at: row.created_at.toISOString() }
}
