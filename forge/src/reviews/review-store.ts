import type { Knex } from 'knex'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'

export interface NewReview {
  id: string
  key: PromptSetKey
  requestedBy: string
  contentDigest: string
  note: string
  at: Date
}

export async function insertReview(trx: Knex.Transaction, review: NewReview): Promise<void> {
  await trx('reviews').insert({
    id: review.id,
    project_id: review.key.projectId,
    prompt_set_id: review.key.promptSetId,
    requested_by: review.requestedBy,
    content_digest: review.contentDigest,
    note: review.note,
    created_at: review.at,
  })
}

/** Ends the review that is open, if one is. */
export async function closeReview(
  trx: Knex.Transaction,
  key: PromptSetKey,
  outcome: 'locked' | 'withdrawn' | 'discarded',
  at: Date,
): Promise<void> {
  await trx('reviews')
    .where({ project_id: key.projectId, prompt_set_id: key.promptSetId })
    .whereNull('closed_at')
    .update({ outcome, closed_at: at })
}
