import type { Person } from '@anvil/shared/api'
import type { Knex } from 'knex'

interface ReviewKey {
  id: string
  project_id: string
}

/** Who was asked to review. */
export async function listPeople(trx: Knex, review: ReviewKey): Promise<Person[]> {
  return peopleOf(trx, review)
    .join('users', 'users.id', 'review_people.user_id')
    .orderBy(['users.name', 'users.id'])
    .select<Person[]>('users.id', 'users.name')
}

/** Asks these people, and nobody else any more. */
export async function replacePeople(
  trx: Knex.Transaction,
  review: ReviewKey,
  userIds: readonly string[],
  at: Date,
): Promise<void> {
  await peopleOf(trx, review)
    .whereRaw('NOT (review_people.user_id = ANY(?))', [[...userIds]])
    .delete()
  if (userIds.length === 0) return
  const { id, project_id } = review
  await trx('review_people')
    .insert(userIds.map((user_id) => ({ review_id: id, project_id, user_id, asked_at: at })))
    .onConflict(['review_id', 'user_id'])
    .ignore()
}

function peopleOf(trx: Knex, { id, project_id }: ReviewKey) {
  return trx('review_people').where({ 'review_people.project_id': project_id, 'review_people.review_id': id })
}
