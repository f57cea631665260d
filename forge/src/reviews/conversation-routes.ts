import { parse } from '@anvil/shared'
import {
  ApplySuggestionsInput,
  AskPeopleInput,
  ChangeCommentInput,
  DismissInput,
  ReplyInput,
  SubmitReviewInput,
  WaitingQuery,
} from '@anvil/shared/api'
import { type Request, Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { PROMPT_SET_PATH, promptSetKeyOf } from '../prompt-sets/prompt-set-params.js'
import { applySuggestions } from './apply-suggestions.js'
import { changePeople } from './ask-people.js'
import { changeComment, type CommentKey, deleteComment, replyTo } from './comment-service.js'
import { readReview } from './conversation.js'
import { dismissVerdict } from './dismiss-verdict.js'
import { readReviews } from './read-reviews.js'
import { submitReview } from './submit-review.js'
import { listWaitingReviews } from './waiting-reviews.js'

const ReviewParams = z.object({ reviewId: z.uuid() })
const CommentParams = z.object({ commentId: z.uuid() })
const CURRENT = `${PROMPT_SET_PATH}/reviews/current`

/** What is said in reviews, and by whom. */
export function conversationRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get('/reviews', async (req, res) => {
    parse(WaitingQuery, req.query)
    res.json({ reviews: await listWaitingReviews(ctx, actorOf(req)) })
  })
  router.get(`${PROMPT_SET_PATH}/reviews`, async (req, res) => {
    res.json({ reviews: await readReviews(ctx, actorOf(req), promptSetKeyOf(req)) })
  })
  router.get(`${PROMPT_SET_PATH}/reviews/:reviewId`, async (req, res) => {
    const { reviewId } = parse(ReviewParams, req.params)
    res.json(await readReview(ctx, actorOf(req), promptSetKeyOf(req), reviewId))
  })
  router.post(`${CURRENT}/submissions`, async (req, res) => {
    const input = parse(SubmitReviewInput, req.body)
    res.status(201).json(await submitReview(ctx, actorOf(req), promptSetKeyOf(req), input))
  })
  router.put(`${CURRENT}/reviewers`, async (req, res) => {
    res.json(await changePeople(ctx, actorOf(req), promptSetKeyOf(req), parse(AskPeopleInput, req.body)))
  })
  router.post(`${CURRENT}/dismissals`, async (req, res) => {
    res.json(await dismissVerdict(ctx, actorOf(req), promptSetKeyOf(req), parse(DismissInput, req.body)))
  })
  router.post(`${CURRENT}/applications`, async (req, res) => {
    const input = parse(ApplySuggestionsInput, req.body)
    res.json(await applySuggestions(ctx, actorOf(req), promptSetKeyOf(req), input))
  })
  return router.use(commentRoutes(ctx))
}

function commentRoutes(ctx: AppContext): Router {
  const router = Router()
  router.post(`${CURRENT}/comments/:commentId/replies`, async (req, res) => {
    const { body } = parse(ReplyInput, req.body)
    res.status(201).json(await replyTo(ctx, actorOf(req), commentKeyOf(req), body))
  })
  router.patch(`${CURRENT}/comments/:commentId`, async (req, res) => {
    res.json(await changeComment(ctx, actorOf(req), commentKeyOf(req), parse(ChangeCommentInput, req.body)))
  })
  router.delete(`${CURRENT}/comments/:commentId`, async (req, res) => {
    res.json(await deleteComment(ctx, actorOf(req), commentKeyOf(req)))
  })
  return router
}

function commentKeyOf(req: Request): CommentKey {
  return { key: promptSetKeyOf(req), ...parse(CommentParams, req.params) }
}
