import {
  AppliedSuggestions,
  type ApplySuggestionsInput,
  type ChangeCommentInput,
  Review,
  ReviewConversation,
  ReviewList,
  type SubmitReviewInput,
  WaitingReviews,
} from '@anvil/shared/api'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { request } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'
import { pace } from '../events/events.js'
import type { PromptSetKey } from './api.js'

const OFTEN_MS = 10_000
const SELDOM_MS = 60_000

const pathOf = ({ projectId, promptSetId }: PromptSetKey) => `/projects/${projectId}/prompt-sets/${promptSetId}/reviews`
const keyOf = ({ projectId, promptSetId }: PromptSetKey) => [
  'projects',
  projectId,
  'prompt-sets',
  promptSetId,
  'reviews',
]

/** The reviews of a prompt set, newest first. */
export const reviewsQuery = (key: PromptSetKey) =>
  queryOptions({
    queryKey: keyOf(key),
    queryFn: async () => (await request(ReviewList, pathOf(key))).reviews,
  })

/** What was said and done in a review, read again when FORGE says so, and now and then. */
export const conversationQuery = (key: PromptSetKey, reviewId: string) =>
  queryOptions({
    queryKey: [...keyOf(key), reviewId],
    queryFn: () => request(ReviewConversation, `${pathOf(key)}/${reviewId}`),
    refetchInterval: () => pace(OFTEN_MS, SELDOM_MS),
  })

/** The reviews that wait for who is signed in, over all their projects. */
export const waitingQuery = queryOptions({
  queryKey: ['waiting-reviews'],
  queryFn: async () => (await request(WaitingReviews, '/reviews?waiting=me')).reviews,
  refetchInterval: 15_000,
})

/** Sends gathered comments and what they come to. */
export function useSubmitReview(key: PromptSetKey) {
  return useMutation({
    mutationFn: (body: SubmitReviewInput) =>
      request(ReviewConversation, `${pathOf(key)}/current/submissions`, { method: 'POST', body }),
    onSuccess: () => readAgain(key),
  })
}

/** Answers a comment. */
export function useReply(key: PromptSetKey, commentId: string) {
  return useMutation({
    mutationFn: (body: string) =>
      request(ReviewConversation, `${pathOf(key)}/current/comments/${commentId}/replies`, {
        method: 'POST',
        body: { body },
      }),
    onSuccess: () => readAgain(key),
  })
}

/** Rewrites one's own comment, or settles or reopens its thread; without a change, deletes it. */
export function useChangeComment(key: PromptSetKey, commentId: string) {
  return useMutation({
    mutationFn: (change: ChangeCommentInput | null) => {
      const path = `${pathOf(key)}/current/comments/${commentId}`
      return change === null
        ? request(ReviewConversation, path, { method: 'DELETE' })
        : request(ReviewConversation, path, { method: 'PATCH', body: change })
    },
    onSuccess: () => readAgain(key),
  })
}

/** Puts suggestions into the draft that the person saw. */
export function useApplySuggestions(key: PromptSetKey) {
  return useMutation({
    mutationFn: (body: ApplySuggestionsInput) =>
      request(AppliedSuggestions, `${pathOf(key)}/current/applications`, { method: 'POST', body }),
    onSuccess: () => readAgain(key),
  })
}

/** Asks these people to review, and nobody else any more. */
export function useAskPeople(key: PromptSetKey) {
  return useMutation({
    mutationFn: (reviewers: readonly string[]) =>
      request(Review, `${pathOf(key)}/current/reviewers`, { method: 'PUT', body: { reviewers } }),
    onSuccess: () => readAgain(key),
  })
}

/** Dismisses a request for changes that stands. */
export function useDismiss(key: PromptSetKey) {
  return useMutation({
    mutationFn: (body: { event_id: string; reason: string }) =>
      request(ReviewConversation, `${pathOf(key)}/current/dismissals`, { method: 'POST', body }),
    onSuccess: () => readAgain(key),
  })
}

async function readAgain({ projectId }: PromptSetKey): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['projects', projectId, 'prompt-sets'] }),
    queryClient.invalidateQueries({ queryKey: waitingQuery.queryKey }),
  ])
}
