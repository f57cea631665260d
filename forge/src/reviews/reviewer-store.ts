import type { Person } from '@anvil/shared/api'
import type { Knex } from 'knex'

/** Everybody who may review in a project: the members of its organisation. */
export async function listReviewers(trx: Knex, projectId: string): Promise<Person[]> {
  return membersOf(trx, projectId)
    .whereNull('memberships.removed_at')
    .join('users', 'users.id', 'memberships.user_id')
    .orderBy(['users.name', 'users.id'])
    .select<Person[]>('users.id', 'users.name')
}

/** Whether this person alone could review in the project at any moment since then. */
export async function isOnlyReviewer(trx: Knex, projectId: string, userId: string, since: Date): Promise<boolean> {
  const held: { user_id: string }[] = await membersOf(trx, projectId)
    .whereRaw('(memberships.removed_at IS NULL OR memberships.removed_at > ?)', [since])
    .select('memberships.user_id')
  return held.length === 1 && held[0]?.user_id === userId
}

function membersOf(trx: Knex, projectId: string) {
  return trx('projects')
    .join('memberships', 'memberships.organisation_id', 'projects.organisation_id')
    .where({ 'projects.id': projectId })
}
