import type { ReviewComment, ReviewConversation, ReviewEvent, StandingVerdict } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { getProjectOf } from '../projects/project-store.js'
import type { DraftState, PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { getPromptSetForShare } from '../prompt-sets/prompt-set-store.js'
import { findPrompts } from '../prompts/prompt-store.js'
import { locateLines } from './line-anchor.js'
import { listComments, type StoredComment } from './review-comment-store.js'
import { readTexts, type Texts } from './read-texts.js'
import { listReviewEvents } from './review-event-store.js'
import { getReview } from './review-store.js'
import { suggestionDigest } from './suggestion-digest.js'

/** One review with all that was said and done in it. */
export async function readReview(
  ctx: AppContext,
  actor: UserActor,
  key: PromptSetKey,
  reviewId: string,
): Promise<ReviewConversation> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'project.read')
    return readConversation(trx, await getPromptSetForShare(trx, key), reviewId)
  })
}

/** A review of a draft that this transaction holds, with where the lines that are commented on are now. */
export async function readConversation(
  trx: Knex.Transaction,
  { key }: DraftState,
  reviewId: string,
): Promise<ReviewConversation> {
  const review = await getReview(trx, key, reviewId)
  const place = { id: review.id, project_id: key.projectId }
  const events = await listReviewEvents(trx, place)
  const comments = await listComments(trx, place)
  const ids = comments.flatMap((comment) => comment.place?.prompt_id ?? [])
  const prompts = await findPrompts(trx, key, [...new Set(ids)])
  const textOf = readTexts((id) => prompts.get(id)?.content)
  return {
    ...review,
    events,
    comments: comments.map((comment) => toComment(comment, textOf)),
    standing: standingVerdicts(events),
  }
}

function toComment(
  { applied, resolved, deleted_at, edited_at, created_at, by_key: _byKey, ...comment }: StoredComment,
  textOf: Texts,
): ReviewComment {
  const deed = (done: StoredComment['applied']) => done && { by: done.by, at: done.at.toISOString() }
  return {
    ...comment,
    suggestion_sha256: suggestionDigest(comment.suggestion),
    ...whereNow(comment.place, textOf),
    applied: deed(applied),
    resolved: deed(resolved),
    edited_at: edited_at?.toISOString() ?? null,
    deleted: deleted_at !== null,
    created_at: created_at.toISOString(),
  }
}

/** What was said of the locked version stays where it is; that version never changes. */
function whereNow(place: StoredComment['place'], textOf: Texts): Pick<ReviewComment, 'now' | 'outdated'> {
  if (place === null) return { now: null, outdated: false }
  const { lines, side } = place
  if (side === 'locked') return { now: lines && { from: lines.from, to: lines.to }, outdated: false }
  const { hasPrompt, lines: said } = textOf(place.prompt_id, place.message)
  if (!lines) return { now: null, outdated: !hasPrompt }
  const now = said && locateLines(said, lines)
  return { now: now ?? null, outdated: now === undefined }
}

/** The requests for changes that neither their giver took back by an approval nor anybody dismissed. */
export function standingVerdicts(events: readonly ReviewEvent[]): StandingVerdict[] {
  const standing = new Map<string, StandingVerdict>()
  for (const { id, kind, by, round, created_at, details } of events) {
    if (kind === 'request_changes' && by) standing.set(by.id, { event_id: id, by, round, created_at })
    if (kind === 'approve' && by) standing.delete(by.id)
    if (kind !== 'dismissed') continue
    for (const [userId, { event_id }] of standing) if (event_id === details.event_id) standing.delete(userId)
  }
  return [...standing.values()]
}
