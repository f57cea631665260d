import type { ProjectRole, Role } from '@anvil/shared'
import type { Knex } from 'knex'

/** What a membership is: in the organisation, and in its projects. */
export interface Standing {
  role: Role
  roles: readonly ProjectRole[]
}

/** A membership that groups gave. */
interface GivenMembership extends Standing {
  organisation_id: string
}

/** The ids of organisations by these slugs. */
export async function organisationIds(trx: Knex, slugs: readonly string[]): Promise<Map<string, string>> {
  const rows: { id: string; slug: string }[] = await trx('organisations')
    .whereRaw('slug = ANY(?)', [[...slugs]])
    .select('id', 'slug')
  return new Map(rows.map(({ id, slug }) => [slug, id]))
}

/** The memberships of a person that groups gave, held for this transaction; one that is taken back is not theirs any more. */
export function listGiven(trx: Knex.Transaction, userId: string): Promise<GivenMembership[]> {
  return trx('group_memberships AS g')
    .join('memberships AS m', (on) => on.on('m.organisation_id', 'g.organisation_id').on('m.user_id', 'g.user_id'))
    .where('g.user_id', userId)
    .select('m.organisation_id', 'm.role', 'm.roles')
    .forUpdate()
}

export async function noteGiven(trx: Knex, organisation_id: string, user_id: string): Promise<void> {
  await trx('group_memberships').insert({ organisation_id, user_id }).onConflict().ignore()
}
