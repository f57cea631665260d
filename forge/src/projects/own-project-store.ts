import type { Knex } from 'knex'
import type { RightSeeker } from '../organisations/require-right.js'

/** The projects of all organisations that somebody belongs to; the one that their API key opens, where it is for one. */
export async function listOwnProjects(trx: Knex, { id, apiKey }: RightSeeker): Promise<{ id: string; name: string }[]> {
  const query = trx('projects')
    .join('memberships', 'memberships.organisation_id', 'projects.organisation_id')
    .where({ 'memberships.user_id': id })
    .whereNull('memberships.removed_at')
    .orderBy(['projects.name', 'projects.id'])
    .select<{ id: string; name: string }[]>('projects.id', 'projects.name')
  if (apiKey?.projectId) void query.where({ 'projects.id': apiKey.projectId })
  return query
}
