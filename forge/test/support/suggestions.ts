import type { ApplySuggestionsInput, ReviewConversation } from '@anvil/shared/api'
import type { PromptSetDesk } from './content.js'

/** The review that is open, or was last. */
export async function lastReview(set: PromptSetDesk): Promise<ReviewConversation> {
  const { body } = await set.call('get', '/reviews').expect(200)
  return (await set.call('get', `/reviews/${body.reviews[0].id}`).expect(200)).body
}

/** What applies suggestions as they are read now; a comment that suggests nothing is named all the same. */
export async function asSuggested(set: PromptSetDesk, ids: readonly string[]): Promise<ApplySuggestionsInput> {
  const { comments } = await lastReview(set)
  const sha256Of = (id: string) => comments.find((comment) => comment.id === id)?.suggestion_sha256 ?? '0'.repeat(64)
  const { content_digest } = await set.draft()
  return { content_digest, suggestions: ids.map((id) => ({ comment_id: id, sha256: sha256Of(id) })) }
}
