import type { StandingVerdict } from '@anvil/shared/api'
import { CircleSlash } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { Field } from '../../components/field.js'
import { Mark } from '../../components/mark.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { Verbatim } from '../../components/verbatim.js'
import { useDismiss } from './conversation-api.js'
import type { ReviewDesk } from './review-desk.js'

/** Who requested changes and neither approved since nor was dismissed. */
export function StandingVerdicts({ desk }: { desk: ReviewDesk }) {
  const [dismissed, setDismissed] = useState<StandingVerdict>()
  const standing = desk.conversation?.standing ?? []
  if (standing.length === 0) return null
  return (
    <>
      <ul aria-label="Changes requested" className="mb-4 space-y-2">
        {standing.map((verdict) => (
          <li key={verdict.event_id} className="flex flex-wrap items-center gap-2">
            <Mark look={{ tone: 'warn', icon: CircleSlash, word: 'Changes requested' }} />
            <span className="min-w-0 break-words">
              by <Verbatim>{verdict.by.name}</Verbatim> in round {verdict.round}
            </span>
            {desk.isOpen && (
              <Button look="quiet" because={desk.whyNot('review.approve')} onClick={() => setDismissed(verdict)}>
                Dismiss …
              </Button>
            )}
          </li>
        ))}
      </ul>
      {dismissed && <Dismiss desk={desk} verdict={dismissed} onClose={() => setDismissed(undefined)} />}
    </>
  )
}

function Dismiss({ desk, verdict, onClose }: { desk: ReviewDesk; verdict: StandingVerdict; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const dismiss = useDismiss(desk.promptSet)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!dismiss.isPending) dismiss.mutate({ event_id: verdict.event_id, reason }, { onSuccess: onClose })
  }
  return (
    <Modal title="Dismiss the request for changes" open onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <Field
          label="Why"
          hint="It stands in the conversation and in the audit trail."
          required
          autoComplete="off"
          maxLength={2_000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        {dismiss.error && <Problem error={dismiss.error} />}
        <Button type="submit" look="main" busy={dismiss.isPending}>
          Dismiss
        </Button>
      </form>
    </Modal>
  )
}
