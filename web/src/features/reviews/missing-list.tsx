import type { ApprovalList, Draft } from '@anvil/shared/api'
import { CircleCheck, CircleDashed } from 'lucide-react'
import { namesOf } from './next-step.js'

/** What is still missing until a draft can be locked, each with what to do. */
export function MissingList({ draft, approvals }: { draft: Draft; approvals: ApprovalList }) {
  const isApproved = approvals.given >= approvals.required
  const found = draft.blocked_by.filter(({ code }) => code !== 'approval.missing' || !isApproved)
  if (found.length === 0) {
    return (
      <p className="flex items-center gap-2">
        <CircleCheck aria-hidden="true" className="size-4 shrink-0 text-good" />
        {draft.prompt_set.status === 'REVIEW'
          ? 'Nothing is missing. It can be locked.'
          : 'Nothing keeps it from being locked but the review.'}
      </p>
    )
  }
  return (
    <ul className="space-y-2">
      {found.map(({ code, message }) => (
        <li key={code + message} className="flex gap-2">
          <CircleDashed aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
          <span className="min-w-0 break-words">
            {message} {code === 'approval.missing' && whoCan(approvals)}
          </span>
        </li>
      ))}
    </ul>
  )
}

function whoCan({ reviewers }: ApprovalList): string {
  if (reviewers.length === 0) return 'Nobody of this organisation can: add a person who did not write it.'
  return `${namesOf(reviewers)} can approve it.`
}
