import type { Draft, Waiver } from '@anvil/shared/api'
import { Button } from '../../components/button.js'
import { Problem } from '../../components/problem.js'
import { useSession } from '../../lib/use-session.js'
import { useWhyNot } from '../projects/use-why-not.js'
import { useDecideWaiver } from './api.js'
import { whyNotGive } from './say-waiver.js'

interface WaiverButtonsProps {
  draft: Draft
  waiver: Waiver
}

/** What can be done with a waiver that waits or is in force. */
export function WaiverButtons({ draft, waiver }: WaiverButtonsProps) {
  const me = useSession()?.user.id
  const whyNot = useWhyNot(draft.prompt_set.project_id)
  const decide = useDecideWaiver({ projectId: draft.prompt_set.project_id, promptSetId: draft.prompt_set.id })
  const about = `${waiver.prompt_id}, ${waiver.rule}`
  const isWaiting = waiver.state === 'waiting'
  const end = isWaiting ? (waiver.requested_by.id === me ? 'Take the wish back' : 'Refuse') : 'Take the waiver back'
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {isWaiting && (
          <Button
            aria-label={`Give waiver: ${about}`}
            because={whyNot('waiver.give') ?? whyNotGive(waiver, draft.approvals.reviewers, me)}
            busy={decide.isPending}
            onClick={() => decide.mutate({ id: waiver.id, verb: 'give' })}
          >
            Give waiver
          </Button>
        )}
        <Button
          look="quiet"
          because={whyNot(waiver.requested_by.id === me ? 'review.request' : 'waiver.give')}
          aria-label={`${end}: ${about}`}
          busy={decide.isPending}
          onClick={() => decide.mutate({ id: waiver.id, verb: 'end' })}
        >
          {end}
        </Button>
      </div>
      {decide.error && <Problem error={decide.error} />}
    </>
  )
}
