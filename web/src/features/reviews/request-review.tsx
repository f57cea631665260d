import { isolate } from '@anvil/shared'
import type { Draft } from '@anvil/shared/api'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { done } from '../../components/done.js'
import { Field } from '../../components/field.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { Verbatim } from '../../components/verbatim.js'
import { type PromptSetKey, useMove } from './api.js'

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
        <People people={draft.approvals.reviewers} chosen={chosen} choose={setChosen} />
        {move.error && <Problem error={move.error} />}
        <Button type="submit" look="main" busy={move.isPending}>
          Request review
        </Button>
      </form>
    </Modal>
  )
}

interface PeopleProps {
  people: Draft['approvals']['reviewers']
  chosen: readonly string[]
  choose: (ids: readonly string[]) => void
}

function People({ people, chosen, choose }: PeopleProps) {
  if (people.length === 0) return <p className="text-muted">Nobody else here may review it yet.</p>
  return (
    <fieldset>
      <legend className="mb-1 font-medium">Who is asked</legend>
      <p className="mb-2 text-muted">Choose nobody to ask everybody who may review. Others may review too.</p>
      <ul className="max-h-48 space-y-1 overflow-auto">
        {people.map(({ id, name }) => (
          <li key={id}>
            <label className="flex min-h-6 items-center gap-2">
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={(event) =>
                  choose(event.target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))
                }
                className="size-4 accent-accent"
              />
              <Verbatim>{name}</Verbatim>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
