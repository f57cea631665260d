import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { done } from '../../components/done.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { useAskPeople } from './conversation-api.js'
import { PeopleChoice } from './people-choice.js'
import { candidatesOf, type ReviewDesk } from './review-desk.js'

/** Changes who is asked to review while the review is open. */
export function ChangePeople({ desk, onClose }: { desk: ReviewDesk; onClose: () => void }) {
  const asked = desk.conversation?.people ?? []
  const [chosen, setChosen] = useState<readonly string[]>(asked.map(({ id }) => id))
  const ask = useAskPeople(desk.promptSet)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ask.isPending) return
    const onSuccess = () => {
      onClose()
      done(chosen.length === 0 ? 'Everybody who may review is asked.' : 'The people are asked.')
    }
    ask.mutate(chosen, { onSuccess })
  }
  return (
    <Modal title="Change who is asked to review" open onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <PeopleChoice people={candidatesOf(desk.draft.approvals.reviewers, asked)} chosen={chosen} choose={setChosen} />
        {ask.error && <Problem error={ask.error} />}
        <Button type="submit" look="main" busy={ask.isPending}>
          {sayAsking(chosen.length)}
        </Button>
      </form>
    </Modal>
  )
}

function sayAsking(count: number): string {
  if (count === 0) return 'Ask everybody'
  return count === 1 ? 'Ask 1 person' : `Ask ${count} people`
}
