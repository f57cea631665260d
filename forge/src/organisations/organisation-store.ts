import { AnvilError, type OrganisationRight, type ProjectRole, type Role } from '@anvil/shared'
import type { Organisation } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { ENTER_ORGANISATION } from '../db/enter.js'
import { insertUnderSlug } from '../db/insert-under-slug.js'
import { orBarred, requireOrganisationRight, type RightSeeker } from './require-right.js'

interface OrganisationRow {
  id: string
  name: string
  slug: string
  created_at: Date
}

/** Where no slug is chosen, the first free one that follows from the name is taken. */
export async function insertOrganisation(
  trx: Knex,
  row: Omit<OrganisationRow, 'slug'> & { slug?: string | undefined },
): Promise<Organisation> {
  const slug = await insertUnderSlug(trx, 'organisations', row)
  if (slug !== undefined) return toOrganisation({ ...row, slug })
  throw new AnvilError('organisation.slug_taken', `Another organisation has the slug ${row.slug}. Choose another one.`)
}

/**
 * The organisation, if this person belongs to it; otherwise it does not exist for them. Throws `auth.forbidden` where
 * they lack the right. The transaction enters it.
 */
export async function getOrganisationOf(
  trx: Knex,
  actor: RightSeeker,
  organisationId: string,
  right: OrganisationRight,
): Promise<Organisation & { role: Role }> {
  const row: (OrganisationRow & { role: Role }) | undefined = await trx('organisations')
    .join('memberships', 'memberships.organisation_id', 'organisations.id')
    .where({ 'organisations.id': organisationId, 'memberships.user_id': actor.id })
    .whereNull('memberships.removed_at')
    .first('organisations.*', 'memberships.role', trx.raw(ENTER_ORGANISATION))
  if (!row)
    throw new AnvilError(
      'organisation.not_found',
      `You belong to no organisation with this id. List yours, or let an admin of it add you.${orBarred(actor.apiKey)}`,
    )
  requireOrganisationRight(actor, row, right)
  return { ...toOrganisation(row), role: row.role }
}

/** An organisation, for FORGE's own work. */
export async function getOrganisation(trx: Knex, id: string): Promise<Organisation> {
  const row = await trx<OrganisationRow>('organisations').where({ id }).first()
  if (row) return toOrganisation(row)
  throw new AnvilError('organisation.not_found', `There is no organisation ${id}. Check the id.`)
}

export async function findOrganisationBySlug(trx: Knex, slug: string): Promise<Organisation | undefined> {
  const row = await trx<OrganisationRow>('organisations').where({ slug }).first()
  return row && toOrganisation(row)
}

export async function insertMembership(
  trx: Knex,
  row: { organisation_id: string; user_id: string; role: Role; roles?: readonly ProjectRole[]; created_at: Date },
): Promise<void> {
  await trx('memberships').insert(row)
}

function toOrganisation(row: OrganisationRow): Organisation {
  return { id: row.id, name: row.name, slug: row.slug, created_at: row.created_at.toISOString() }
}
