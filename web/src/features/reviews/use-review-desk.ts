import type { Draft } from '@anvil/shared/api'
import { useWhyNot } from '../projects/use-why-not.js'
import type { PromptSetKey } from './api.js'
import { usePendingComments } from './pending-comments.js'
import type { ReviewDesk } from './review-desk.js'
import { useConversation } from './use-conversation.js'

/** What the parts of the review of a draft share. */
export function useReviewDesk(promptSet: PromptSetKey, draft: Draft): ReviewDesk {
  const { conversation, isOpen } = useConversation(promptSet)
  const pending = usePendingComments(promptSet.promptSetId)
  const whyNot = useWhyNot(promptSet.projectId)
  return { promptSet, draft, conversation, isOpen, pending, whyNot }
}
