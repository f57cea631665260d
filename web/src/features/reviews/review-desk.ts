import type { Right } from '@anvil/shared'
import type { ApplySuggestionsInput, Draft, Person, ReviewComment, ReviewConversation } from '@anvil/shared/api'
import type { PromptSetKey } from './api.js'
import type { PendingComments } from './pending-comments.js'

/** What the parts of a review share: the draft, what was said of it, and what is about to be said. */
export interface ReviewDesk {
  promptSet: PromptSetKey
  draft: Draft
  conversation: ReviewConversation | undefined
  /** Whether something can still be said. */
  isOpen: boolean
  pending: PendingComments
  /** Why who is signed in may not do something here. */
  whyNot: (right: Right) => string | undefined
}

/** The comments of a review by thread, each begun by its first one. */
export function threadsOf(comments: readonly ReviewComment[]): ReviewComment[][] {
  const threads = new Map<string, ReviewComment[]>()
  for (const comment of comments) threads.set(comment.thread_id, [...(threads.get(comment.thread_id) ?? []), comment])
  return [...threads.values()]
}

/** The suggestions that can be applied as they are. */
export const openSuggestions = (comments: readonly ReviewComment[]): ReviewComment[] =>
  comments.filter(
    ({ suggestion, applied, outdated, resolved }) => suggestion !== null && !applied && !outdated && !resolved,
  )

/** The suggestion of a comment as it is shown, to be applied as such or not at all. */
export const asRead = ({ id, suggestion_sha256: sha256 }: ReviewComment): ApplySuggestionsInput['suggestions'] =>
  sha256 === null ? [] : [{ comment_id: id, sha256 }]

/** Who can be asked to review: those who may, and whoever is asked already. */
export const candidatesOf = (may: readonly Person[], asked: readonly Person[]): Person[] => [
  ...may,
  ...asked.filter(({ id }) => may.every((person) => person.id !== id)),
]
