import type { Draft } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { approvalsQuery, draftQuery, type PromptSetKey } from './api.js'
import { changedIds } from './changed-ids.js'

/**
 * The draft as the person sees it. It stays as it is while somebody else writes; `isOld` says so, `readAgain` shows the
 * new text, and `changed` then names the prompts that differ from what was on the screen before.
 */
export function useReviewedDraft(key: PromptSetKey) {
  const query = useQuery(draftQuery(key))
  const approvals = useQuery(approvalsQuery(key)).data
  const [before, setBefore] = useState<Draft>()
  const draft = query.data
  return {
    query,
    approvals,
    isOld: draft !== undefined && approvals !== undefined && approvals.content_digest !== draft.content_digest,
    changed: before && draft ? changedIds(before, draft) : [],
    readAgain: async () => {
      setBefore(draft)
      await query.refetch()
    },
  }
}
