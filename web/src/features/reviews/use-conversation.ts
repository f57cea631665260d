import { useQuery } from '@tanstack/react-query'
import type { PromptSetKey } from './api.js'
import { conversationQuery, reviewsQuery } from './conversation-api.js'

/** The review of a prompt set that is open, or else the last one there was, with all that was said in it. */
export function useConversation(promptSet: PromptSetKey) {
  const reviews = useQuery(reviewsQuery(promptSet))
  const shown = reviews.data?.find(({ closed_at }) => closed_at === null) ?? reviews.data?.[0]
  const query = useQuery({ ...conversationQuery(promptSet, shown?.id ?? ''), enabled: shown !== undefined })
  return { conversation: query.data, isOpen: shown?.closed_at === null }
}
