import { AnvilError } from '@anvil/shared'
import type { CommentPlace, Person } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { OpenReview } from './review-store.js'

type ReviewKey = Pick<OpenReview, 'id' | 'project_id'>

/** A comment to be stored; the first of a thread has its id. */
export interface NewCommentRow {
  id: string
  threadId: string
  eventId: string | null
  userId: string
  body: string
  place: CommentPlace
  suggestion: string | null
  /** Whether an API key brought it. */
  byKey: boolean
  at: Date
}

/** A comment as it is stored, with the names of whom it names. */
export interface StoredComment {
  id: string
  thread_id: string
  event_id: string | null
  by: Person
  body: string
  place: CommentPlace
  suggestion: string | null
  by_key: boolean
  applied: { by: Person; at: Date } | null
  resolved: { by: Person; at: Date } | null
  edited_at: Date | null
  deleted_at: Date | null
  created_at: Date
}

interface CommentRow extends Omit<StoredComment, 'by' | 'applied' | 'resolved'> {
  user_id: string
  user_name: string
  applied_by: string | null
  applied_name: string | null
  applied_at: Date | null
  resolved_by: string | null
  resolved_name: string | null
  resolved_at: Date | null
}

/** What may become of a comment. */
export interface CommentChange {
  body?: string
  suggestion?: string | null
  by_key?: boolean
  edited_at?: Date
  deleted_at?: Date
  resolved_by?: string | null
  resolved_at?: Date | null
  applied_by?: string
  applied_at?: Date
}

export async function insertComments(
  trx: Knex.Transaction,
  { id, project_id }: OpenReview,
  comments: readonly NewCommentRow[],
): Promise<void> {
  if (comments.length === 0) return
  await trx('review_comments').insert(
    comments.map((comment) => ({
      id: comment.id,
      project_id,
      review_id: id,
      thread_id: comment.threadId,
      event_id: comment.eventId,
      user_id: comment.userId,
      body: comment.body,
      place: comment.place && JSON.stringify(comment.place),
      suggestion: comment.suggestion,
      by_key: comment.byKey,
      created_at: comment.at,
    })),
  )
}

/** All comments of a review, oldest first. */
export async function listComments(trx: Knex, review: ReviewKey): Promise<StoredComment[]> {
  const rows = await commentsOf(trx, review).orderBy('c.number')
  return rows.map(toStored)
}

/** How much was said in a review, of lines or of all of it, deleted comments too; with what is quoted and suggested. */
export async function measureReview(
  trx: Knex,
  { id, project_id }: ReviewKey,
): Promise<{ comments: number; characters: number }> {
  const { rows }: { rows: { comments: string; characters: string | null }[] } = await trx.raw(MEASURE, {
    id,
    project_id,
  })
  return { comments: Number(rows[0]?.comments), characters: Number(rows[0]?.characters) }
}

const MEASURE = `
  SELECT count(*) AS comments, sum(characters) AS characters FROM (
    SELECT length(body) + length(coalesce(suggestion, '')) + length(coalesce(place #>> '{lines,quote}', '')) AS characters
      FROM review_comments WHERE project_id = :project_id AND review_id = :id
    UNION ALL
    SELECT length(body) FROM review_events WHERE project_id = :project_id AND review_id = :id AND body <> ''
  ) AS said`

/** One comment of a review; throws `review_comment.not_found`. */
export async function getComment(trx: Knex, review: ReviewKey, id: string): Promise<StoredComment> {
  const row = await commentsOf(trx, review).where('c.id', id).first()
  if (row) return toStored(row)
  throw new AnvilError(
    'review_comment.not_found',
    'The open review of this prompt set has no such comment. Read the review again.',
  )
}

export async function updateComment(
  trx: Knex.Transaction,
  review: ReviewKey,
  id: string,
  change: CommentChange,
): Promise<void> {
  await trx('review_comments').where({ project_id: review.project_id, review_id: review.id, id }).update(change)
}

function commentsOf(trx: Knex, { id, project_id }: ReviewKey) {
  const name = (column: string) => `(SELECT name FROM users WHERE users.id = c.${column}_by) AS ${column}_name`
  return trx('review_comments AS c')
    .join('users', 'users.id', 'c.user_id')
    .where({ 'c.project_id': project_id, 'c.review_id': id })
    .select<CommentRow[]>('c.*', 'users.name AS user_name', trx.raw(name('applied')), trx.raw(name('resolved')))
}

function toStored(row: CommentRow): StoredComment {
  return {
    id: row.id,
    thread_id: row.thread_id,
    event_id: row.event_id,
    by: { id: row.user_id, name: row.user_name },
    body: row.body,
    place: row.place,
    suggestion: row.suggestion,
    by_key: row.by_key,
    applied: deed(row.applied_by, row.applied_name, row.applied_at),
    resolved: deed(row.resolved_by, row.resolved_name, row.resolved_at),
    edited_at: row.edited_at,
    deleted_at: row.deleted_at,
    created_at: row.created_at,
  }
}

function deed(id: string | null, name: string | null, at: Date | null): StoredComment['applied'] {
  return id === null || at === null ? null : { by: { id, name: name ?? '' }, at }
}
