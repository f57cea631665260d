import type { ReviewEvent } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { OpenReview } from './review-store.js'

/** Something that happened in a review, to be stored. */
export interface NewReviewEvent {
  id: string
  kind: ReviewEvent['kind']
  /** Who did it; null where FORGE's operator did. */
  userId: string | null
  at: Date
  body?: string
  contentDigest?: string
  details?: ReviewEvent['details']
}

interface EventRow {
  id: string
  kind: ReviewEvent['kind']
  round: number
  user_id: string | null
  user_name: string | null
  body: string
  content_digest: string | null
  details: ReviewEvent['details']
  created_at: Date
}

export async function insertReviewEvent(
  trx: Knex.Transaction,
  { id, project_id, round }: OpenReview,
  event: NewReviewEvent,
): Promise<void> {
  await trx('review_events').insert({
    id: event.id,
    project_id,
    review_id: id,
    round,
    kind: event.kind,
    user_id: event.userId,
    body: event.body ?? '',
    content_digest: event.contentDigest ?? null,
    details: JSON.stringify(event.details ?? {}),
    created_at: event.at,
  })
}

/** What happened in a review, oldest first. */
export async function listReviewEvents(
  trx: Knex,
  review: Pick<OpenReview, 'id' | 'project_id'>,
): Promise<ReviewEvent[]> {
  const rows = await eventsOf(trx, review).orderBy('review_events.number')
  return rows.map(toEvent)
}

/** What happened last in a review. */
export async function findLastReviewEvent(
  trx: Knex,
  review: Pick<OpenReview, 'id' | 'project_id'>,
): Promise<ReviewEvent | undefined> {
  const row = await eventsOf(trx, review).orderBy('review_events.number', 'desc').first()
  return row && toEvent(row)
}

function eventsOf(trx: Knex, { id, project_id }: Pick<OpenReview, 'id' | 'project_id'>) {
  return trx('review_events')
    .leftJoin('users', 'users.id', 'review_events.user_id')
    .where({ 'review_events.project_id': project_id, 'review_events.review_id': id })
    .select<EventRow[]>('review_events.*', 'users.name AS user_name')
}

function toEvent(row: EventRow): ReviewEvent {
  const { id, kind, round, body, content_digest, details } = row
  const by = row.user_id === null ? null : { id: row.user_id, name: row.user_name ?? '' }
  return { id, kind, round, by, body, content_digest, details, created_at: row.created_at.toISOString() }
}
