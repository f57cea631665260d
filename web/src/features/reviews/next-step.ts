import { isolate } from '@anvil/shared'
import type { ApprovalList, Draft } from '@anvil/shared/api'

/** The one thing to do next with a prompt set; `because` is why this person can't do it now. */
export interface NextStep {
  does: 'request_review' | 'approve' | 'lock' | 'discard' | 'publish'
  label: string
  because?: string
}

/** What comes next for a draft, for who looks at it. */
export function nextStep(draft: Draft, approvals: ApprovalList, userId: string | undefined): NextStep {
  const { prompt_set: set, proposed_version: proposed, locked_version: locked } = draft
  if (set.status === 'LOCKED') return { does: 'publish', label: `Publish ${locked ?? ''} …` }
  if (proposed === null) return { does: 'discard', label: `Back to ${locked ?? 'the locked version'}` }
  const blocker = draft.blocked_by.find(({ code }) => code !== 'approval.missing')
  const because = blocker && { because: blocker.message }
  if (set.status === 'LIVE') return { does: 'request_review', label: 'Request review', ...requestBlocker(draft) }
  if (approvals.given < approvals.required && !hasApproved(approvals, userId))
    return { does: 'approve', label: 'Approve', ...ownWork(approvals, userId) }
  return { does: 'lock', label: `Lock as ${proposed}`, ...(because ?? missing(approvals)) }
}

/** Whether somebody's approval of what is there now counts. */
export const hasApproved = ({ approvals }: ApprovalList, userId: string | undefined): boolean =>
  approvals.some(({ user, counts }) => counts && user.id === userId)

/** Lint problems are no reason to hide a draft from its reviewers; that there is nothing, or a broken include, is. */
function requestBlocker({ blocked_by }: Draft): Pick<NextStep, 'because'> {
  const found = blocked_by.find(({ code }) => code === 'prompt_set.empty' || code.startsWith('include.'))
  return found ? { because: found.message } : {}
}

function ownWork({ authors, reviewers }: ApprovalList, userId: string | undefined): Pick<NextStep, 'because'> {
  if (reviewers.some(({ id }) => id === userId)) return {}
  const others = namesOf(reviewers)
  const who = others === '' ? 'Add somebody to the organisation who can.' : `${others} can.`
  if (!authors.some(({ id }) => id === userId)) return { because: `You may not approve here. ${who}` }
  return { because: `Your own work is in this draft, so somebody else has to approve it. ${who}` }
}

function missing({ given, required }: ApprovalList): Pick<NextStep, 'because'> {
  if (given >= required) return {}
  return { because: `It has ${given} of ${required} approvals. Somebody else has to approve it too.` }
}

const SHOWN = 4

/** People by name, one `or` the other; of many only the first. */
export function namesOf(people: readonly { name: string }[], join: 'or' | 'and' = 'or'): string {
  const names = people.slice(0, SHOWN).map(({ name }) => isolate(name))
  const more = people.length - names.length
  return new Intl.ListFormat('en', { type: join === 'or' ? 'disjunction' : 'conjunction' }).format(
    more > 0 ? [...names, `${more} more`] : names,
  )
}
