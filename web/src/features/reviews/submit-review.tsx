import type { ReviewVerdict } from '@anvil/shared/api'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { done } from '../../components/done.js'
import { LongField } from '../../components/long-field.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { useSubmitReview } from './conversation-api.js'
import { PendingNote } from './pending-note.js'
import type { ReviewDesk } from './review-desk.js'
import { useUnsent } from './use-unsent.js'

const VERDICTS: readonly { verdict: ReviewVerdict; name: string; hint: string }[] = [
  { verdict: 'comment', name: 'Comment', hint: 'Say something without deciding.' },
  { verdict: 'approve', name: 'Approve', hint: 'Exactly this text may be locked.' },
  { verdict: 'request_changes', name: 'Request changes', hint: 'The draft goes back to LIVE status.' },
]
const SAID: Record<ReviewVerdict, string> = {
  comment: 'Your comments are there.',
  approve: 'You approved this text.',
  request_changes: 'You requested changes. The draft is in LIVE status again.',
}

/** “Submit review (3 comments)”. */
export function sayPending(count: number): string {
  if (count === 0) return 'Submit review'
  return `Submit review (${count === 1 ? '1 comment' : `${count} comments`})`
}

/** Sends the comments that were gathered, with a verdict, as one review. */
export function SubmitReview({ desk, open, onClose }: { desk: ReviewDesk; open: boolean; onClose: () => void }) {
  const { promptSet, draft, pending } = desk
  const [verdict, setVerdict] = useState<ReviewVerdict>('comment')
  const { copy, keep } = useUnsent(`${promptSet.promptSetId}/whole`)
  const body = copy?.body ?? ''
  const write = (said: string) =>
    keep(said === '' ? undefined : { body: said, suggestion: null, isSuggesting: false, about: null })
  const submit = useSubmitReview(promptSet)
  const isEmpty = verdict !== 'approve' && body.trim() === '' && pending.list.length === 0
  const missing = desk.whyNot(verdict === 'comment' ? 'review.comment' : 'review.approve')
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (isEmpty || missing !== undefined || submit.isPending) return
    const comments = pending.list.map(({ comment }) => comment)
    const said = { content_digest: draft.content_digest, verdict, body, comments }
    const onSuccess = () => {
      pending.clear()
      keep(undefined)
      onClose()
      done(SAID[verdict])
    }
    submit.mutate(said, { onSuccess })
  }
  return (
    <Modal title="Submit your review" open={open} onClose={onClose}>
      <form onSubmit={onSubmit} className="space-y-4">
        <LongField
          label="On the whole (optional)"
          maxLength={10_000}
          readOnly={submit.isPending}
          value={body}
          onChange={(event) => write(event.target.value)}
        />
        <OwnComments desk={desk} />
        <VerdictChoice verdict={verdict} choose={setVerdict} />
        {submit.error && <Problem error={submit.error} />}
        <Button
          type="submit"
          look="main"
          busy={submit.isPending}
          because={missing ?? (isEmpty ? 'Write a comment first, or a few words on the whole.' : undefined)}
        >
          {sayPending(pending.list.length)}
        </Button>
      </form>
    </Modal>
  )
}

function OwnComments({ desk }: { desk: ReviewDesk }) {
  const { list } = desk.pending
  if (list.length === 0) return null
  return (
    <div role="group" aria-label="Your comments" className="max-h-60 space-y-2 overflow-auto">
      {list.map((each) => (
        <PendingNote key={each.id} desk={desk} pending={each} />
      ))}
    </div>
  )
}

function VerdictChoice({ verdict, choose }: { verdict: ReviewVerdict; choose: (verdict: ReviewVerdict) => void }) {
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1 font-medium">What it comes to</legend>
      {VERDICTS.map(({ verdict: each, name, hint }) => (
        <label key={each} className="flex min-h-6 items-start gap-2">
          <input
            type="radio"
            name="verdict"
            checked={verdict === each}
            onChange={() => choose(each)}
            className="mt-1 size-4 accent-accent"
          />
          <span>
            <span className="block">{name}</span>
            <span className="block text-muted">{hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
