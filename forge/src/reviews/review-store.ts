import { AnvilError } from '@anvil/shared'
import type { Review } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { listPeople } from './review-people-store.js'

const SHOWN = 100

/** A review that is not over, as its row is. */
export interface OpenReview {
  id: string
  project_id: string
  prompt_set_id: string
  round: number
  current_digest: string
}

export interface NewReview {
  id: string
  key: PromptSetKey
  requestedBy: string
  contentDigest: string
  note: string
  at: Date
}

interface ReviewRow extends OpenReview {
  requested_by: string | null
  requested_by_name: string | null
  note: string
  outcome: Review['outcome']
  created_at: Date
  closed_at: Date | null
}

export async function insertReview(trx: Knex.Transaction, review: NewReview): Promise<OpenReview> {
  const place = { project_id: review.key.projectId, prompt_set_id: review.key.promptSetId }
  const row = { id: review.id, ...place, round: 1, current_digest: review.contentDigest }
  await trx('reviews').insert({
    ...row,
    requested_by: review.requestedBy,
    content_digest: review.contentDigest,
    note: review.note,
    created_at: review.at,
  })
  return row
}

/** The review of a prompt set that is not over, if there is one. */
export async function findOpenReview(trx: Knex, key: PromptSetKey): Promise<OpenReview | undefined> {
  return trx<OpenReview>('reviews')
    .where({ project_id: key.projectId, prompt_set_id: key.promptSetId })
    .whereNull('closed_at')
    .first('id', 'project_id', 'prompt_set_id', 'round', 'current_digest')
}

/** Notes which content a review is of by now, and its round. */
export async function updateReview(
  trx: Knex.Transaction,
  { id, project_id }: OpenReview,
  change: { current_digest: string; round?: number; note?: string },
): Promise<void> {
  await trx('reviews').where({ id, project_id }).update(change)
}

/** Ends a review. */
export async function closeReview(
  trx: Knex.Transaction,
  { id, project_id }: OpenReview,
  outcome: 'locked' | 'withdrawn' | 'discarded',
  at: Date,
): Promise<void> {
  await trx('reviews').where({ id, project_id }).update({ outcome, closed_at: at })
}

/** The reviews of a prompt set, newest first. */
export async function listReviews(trx: Knex, key: PromptSetKey): Promise<Review[]> {
  return withPeople(trx, await reviewsOf(trx, key).limit(SHOWN))
}

/** One review of a prompt set; throws `review.not_found`. */
export async function getReview(trx: Knex, key: PromptSetKey, id: string): Promise<Review> {
  const [review] = await withPeople(trx, await reviewsOf(trx, key).where('reviews.id', id))
  if (review) return review
  throw new AnvilError('review.not_found', 'This prompt set has no such review. List its reviews first.')
}

function reviewsOf(trx: Knex, key: PromptSetKey) {
  return trx('reviews')
    .leftJoin('users', 'users.id', 'reviews.requested_by')
    .where({ 'reviews.project_id': key.projectId, 'reviews.prompt_set_id': key.promptSetId })
    .orderBy([
      { column: 'reviews.created_at', order: 'desc' },
      { column: 'reviews.id', order: 'asc' },
    ])
    .select<ReviewRow[]>('reviews.*', 'users.name AS requested_by_name')
}

async function withPeople(trx: Knex, rows: readonly ReviewRow[]): Promise<Review[]> {
  const reviews: Review[] = []
  for (const row of rows) {
    reviews.push({
      id: row.id,
      prompt_set_id: row.prompt_set_id,
      round: row.round,
      requested_by: row.requested_by === null ? null : { id: row.requested_by, name: row.requested_by_name ?? '' },
      note: row.note,
      outcome: row.outcome,
      people: await listPeople(trx, row),
      created_at: row.created_at.toISOString(),
      closed_at: row.closed_at?.toISOString() ?? null,
    })
  }
  return reviews
}
