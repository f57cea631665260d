import type { PromptSet } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { ActionLink } from '../../components/action-link.js'
import { useSession } from '../../lib/use-session.js'
import { useWhyNot } from '../projects/use-why-not.js'
import { approvalsQuery, draftQuery } from './api.js'
import { nextStep } from './next-step.js'
import { waitingFor } from './waiting.js'

/** Leads to the one thing to do next with a prompt set, and says what it waits for. */
export function NextAction({ set }: { set: PromptSet }) {
  const { words, label, because } = useNext(set)
  const { id: promptSetId, project_id: projectId } = set
  const link =
    set.status === 'LOCKED'
      ? ({ to: '/projects/$projectId/publications/new', params: { projectId }, search: { set: promptSetId } } as const)
      : ({ to: '/projects/$projectId/prompts/$promptSetId/review', params: { projectId, promptSetId } } as const)
  return (
    <div className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
      {words !== undefined && <span className="text-muted">{words}</span>}
      <ActionLink because={because} look={words === undefined ? 'main' : 'plain'} link={link}>
        {label}
      </ActionLink>
    </div>
  )
}

/** The draft is only read once it can be locked, for the number that it is to have. */
function useNext(set: PromptSet): { label: string; words?: string; because?: string | undefined } {
  const key = { projectId: set.project_id, promptSetId: set.id }
  const userId = useSession()?.user.id
  const whyNot = useWhyNot(set.project_id)
  const { data: approvals } = useQuery({ ...approvalsQuery(key), enabled: set.status === 'REVIEW' })
  const isApproved = approvals !== undefined && approvals.given >= approvals.required
  const { data: draft } = useQuery({ ...draftQuery(key), enabled: set.status === 'REVIEW' && isApproved })
  if (set.status === 'LOCKED')
    return { label: `Publish ${set.locked_version ?? ''} …`, because: whyNot('publication.publish') }
  if (set.status === 'LIVE') return { label: 'Request review …', because: whyNot('review.request') }
  if (!approvals) return { label: 'Open the review' }
  if (isApproved) return { label: draft ? `${nextStep(draft, approvals, userId).label} …` : 'Lock …' }
  const { isMine, words } = waitingFor(approvals, userId)
  return isMine ? { label: 'Review and approve …' } : { label: 'Open the review', words }
}
