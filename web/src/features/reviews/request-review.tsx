import { isolate } from '@anvil/shared'
import type { Draft } from '@anvil/shared/api'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { done } from '../../components/done.js'
import { Field } from '../../components/field.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { type PromptSetKey, useMove } from './api.js'
import { PeopleChoice } from './people-choice.js'

interface RequestReviewProps {
  promptSet: PromptSetKey
  draft: Draft
  open: boolean
  onClose: () => void
}

/** Asks for a review: of everybody who may, or of those who are chosen. */
export function RequestReview({ promptSet, draft, open, onClose }: RequestReviewProps) {
  const [note, setNote] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const move = useMove(promptSet)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (move.isPending) return
    const onSuccess = () => {
      onClose()
      done('The review is requested.')
    }
    move.mutate({ status: 'REVIEW', note, ...(chosen.length > 0 && { reviewers: [...chosen] }) }, { onSuccess })
  }
  return (
    <Modal title={`Request a review of ${isolate(draft.prompt_set.name)}`} open={open} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <Field
          label="Note (optional)"
          hint="What changed and why, for who reviews it."
          autoComplete="off"
          maxLength={2_000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <PeopleChoice people={draft.approvals.reviewers} chosen={chosen} choose={setChosen} />
        {move.error && <Problem error={move.error} />}
        <Button type="submit" look="main" busy={move.isPending}>
          Request review
        </Button>
      </form>
    </Modal>
  )
}
