import type { ApprovalList } from '@anvil/shared/api'
import { hasApproved, namesOf } from './next-step.js'

/** What a review waits for, as the person who looks at it needs to know it; `isMine` where it waits for them. */
export function waitingFor(approvals: ApprovalList, userId: string | undefined): { isMine: boolean; words: string } {
  const { given, required, reviewers } = approvals
  if (given >= required) return { isMine: false, words: 'Approved: it can be locked' }
  const open = reviewers.filter(({ id }) => !hasApproved(approvals, id))
  if (open.some(({ id }) => id === userId)) return { isMine: true, words: 'Waits for you' }
  if (open.length === 0) return { isMine: false, words: 'Waits, and nobody here may approve it' }
  return { isMine: false, words: `Waits for ${namesOf(open)}` }
}
