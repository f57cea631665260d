import type { Person } from '@anvil/shared/api'
import type { Knex } from 'knex'

/** Everybody who may review in a project. */
export async function listReviewers(trx: Knex, projectId: string): Promise<Person[]> {
  return trx('projects')
    .join('memberships', 'memberships.organisation_id', 'projects.organisation_id')
    .join('users', 'users.id', 'memberships.user_id')
    .where({ 'projects.id': projectId })
    .whereRaw(`'reviewer' = ANY (anvil_project_roles(projects.id, memberships.user_id))`)
    .orderBy(['users.name', 'users.id'])
    .select<Person[]>('users.id', 'users.name')
}

/** Whether this person alone could review in the project in the seven days before, as the guards of the database judge it. */
export async function isOnlyReviewer(trx: Knex, projectId: string, userId: string, at: Date): Promise<boolean> {
  const { rows }: { rows: { is_only: boolean }[] } = await trx.raw(
    'SELECT anvil_is_only_reviewer(?::uuid, ?::uuid, ?::timestamptz) AS is_only',
    [projectId, userId, at],
  )
  return rows[0]?.is_only === true
}
