import { AnvilError } from '@anvil/shared'
import type { ChangeCommentInput, ReviewConversation } from '@anvil/shared/api'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import type { DraftState, PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { readConversation } from './conversation.js'
import { holdDraft } from './hold-draft.js'
import { requireOpenReview } from './note-review-event.js'
import { requireRoom } from './require-room.js'
import {
  type CommentChange,
  getComment,
  insertComments,
  type StoredComment,
  updateComment,
} from './review-comment-store.js'
import type { OpenReview } from './review-store.js'
import { suggestionDigest } from './suggestion-digest.js'

/** A comment of the open review of a prompt set. */
export interface CommentKey {
  key: PromptSetKey
  commentId: string
}

/** What is done to a comment, in the transaction that holds its draft. */
interface Scene {
  trx: Knex.Transaction
  actor: UserActor
  draft: DraftState
  review: OpenReview
  comment: StoredComment
}

/** What was done to a comment, for the trail, which keeps none of its words. */
interface Done {
  action: string
  details?: object
}

/** Answers a comment. */
export function replyTo(ctx: AppContext, actor: UserActor, key: CommentKey, body: string): Promise<ReviewConversation> {
  return withComment(ctx, actor, key, async ({ trx, review, comment }) => {
    const by = { userId: actor.id, byKey: actor.apiKey !== undefined, at: ctx.now() }
    const reply = { id: ctx.newId(), threadId: comment.thread_id, eventId: null, place: null, suggestion: null }
    await insertComments(trx, review, [{ ...reply, ...by, body }])
    return { action: 'review.comment_added' }
  })
}

/** Rewrites one's own comment, or settles or reopens a thread. */
export function changeComment(
  ctx: AppContext,
  actor: UserActor,
  key: CommentKey,
  input: ChangeCommentInput,
): Promise<ReviewConversation> {
  return withComment(ctx, actor, key, async (scene) => {
    const change = changeOf(ctx, scene, input)
    await updateComment(scene.trx, scene.review, scene.comment.id, change)
    const details = input.suggestion === undefined ? {} : suggestionsOf(scene.comment.suggestion, input.suggestion)
    if (input.resolved === undefined) return { action: 'review.comment_changed', details }
    return { action: input.resolved ? 'review.comment_resolved' : 'review.comment_reopened', details }
  })
}

/** Takes one's own comment back; that there was one stays to be seen, since others may have answered it. */
export function deleteComment(ctx: AppContext, actor: UserActor, key: CommentKey): Promise<ReviewConversation> {
  return withComment(ctx, actor, key, async (scene) => {
    requireOwn(scene)
    const gone = { body: '', suggestion: null, deleted_at: ctx.now() }
    await updateComment(scene.trx, scene.review, scene.comment.id, gone)
    return { action: 'review.comment_deleted' }
  })
}

/** Which suggestion took the place of which, by their digests. */
function suggestionsOf(before: string | null, now: string): object {
  return { suggestion_sha256: suggestionDigest(now), before: { suggestion_sha256: suggestionDigest(before) } }
}

function changeOf(ctx: AppContext, scene: Scene, { body, suggestion, resolved }: ChangeCommentInput): CommentChange {
  const { actor, comment } = scene
  const isRewritten = body !== undefined || suggestion !== undefined
  if (isRewritten) requireOwn(scene)
  requireSense(comment, { body, suggestion, resolved })
  const nobody = { resolved_by: null, resolved_at: null }
  return {
    ...(body !== undefined && { body }),
    ...(suggestion !== undefined && { suggestion }),
    ...(isRewritten && { edited_at: ctx.now(), by_key: comment.by_key || actor.apiKey !== undefined }),
    ...(resolved !== undefined && (resolved ? { resolved_by: actor.id, resolved_at: ctx.now() } : nobody)),
  }
}

function requireSense(comment: StoredComment, { body, suggestion, resolved }: ChangeCommentInput): void {
  if (resolved !== undefined && comment.thread_id !== comment.id)
    throw new AnvilError('request.invalid', 'A thread is settled at its first comment. Name that one.')
  if (suggestion !== undefined && comment.suggestion === null)
    throw new AnvilError('request.invalid', 'This comment suggests no text. Begin a new comment with a suggestion.')
  if (body?.trim() === '' && comment.suggestion === null)
    throw new AnvilError('request.invalid', 'A comment says something. Write it, or delete the comment.')
}

function requireOwn({ actor, comment }: Scene): void {
  if (comment.deleted_at !== null)
    throw new AnvilError('review_comment.not_found', 'This comment was deleted, so there is nothing to change.')
  if (comment.applied)
    throw new AnvilError('review_comment.not_yours', 'This suggestion is in the draft, so it stays as it was applied.')
  if (comment.by.id === actor.id) return
  throw new AnvilError(
    'review_comment.not_yours',
    'Only who wrote a comment may change or delete it. Answer it, or settle its thread.',
  )
}

/** Does something with a comment of the open review, notes it in the trail, and answers the review as it is then. */
function withComment(
  ctx: AppContext,
  actor: UserActor,
  { key, commentId }: CommentKey,
  work: (scene: Scene) => Promise<Done>,
): Promise<ReviewConversation> {
  return ctx.asActor(actor, async (trx) => {
    const draft = await holdDraft(trx, actor, key, 'review.comment')
    const review = await requireOpenReview(trx, draft)
    const comment = await getComment(trx, review, commentId)
    const { action, details } = await work({ trx, actor, draft, review, comment })
    if (action !== 'review.comment_deleted') await requireRoom(trx, review)
    await insertAuditEntry(trx, actor, ctx.now(), {
      projectId: key.projectId,
      action,
      target: key.promptSetId,
      details: { comment_id: commentId, ...details },
    })
    return readConversation(trx, draft, review.id)
  })
}
