import { isolate } from '@anvil/shared'
import type { PromptSet } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { Modal } from '../../components/modal.js'
import { QueryFace } from '../../components/query-face.js'
import { SelectField } from '../../components/select-field.js'
import { promptSetsQuery } from '../prompt-sets/api.js'
import type { BulkModalProps } from './remove-prompts.js'
import { sayPrompts } from './say-prompts.js'
import { useMovePrompts } from './selection-api.js'
import { SelectionProblem } from './selection-problem.js'

/** Asks for the prompt set into whose draft prompts are moved. */
export function MovePrompts(props: BulkModalProps) {
  const { set, count, open, onClose } = props
  const sets = useQuery({ ...promptSetsQuery(set.project_id), enabled: open })
  return (
    <Modal title={`Move ${sayPrompts(count)}`} open={open} onClose={onClose}>
      <QueryFace query={sets} lines={2}>
        {(all) => <MoveForm {...props} others={all.filter(({ id }) => id !== set.id)} />}
      </QueryFace>
    </Modal>
  )
}

function MoveForm({ set, count, selected, onClose, onDone, others }: BulkModalProps & { others: PromptSet[] }) {
  const key = { projectId: set.project_id, promptSetId: set.id }
  const move = useMovePrompts(key, onDone)
  const targets = others.filter(({ status }) => status !== 'LOCKED')
  const [chosen, choose] = useState('')
  const to = targets.find(({ id }) => id === chosen) ?? targets[0]
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (to && !move.isPending) move.mutate({ ...selected, to })
  }
  return (
    <form onSubmit={submit} className="space-y-4">
      <p>
        {count === 1 ? 'It keeps its id and its text' : 'They keep their ids and texts'}. Publish both sets together, so
        that applications miss nothing.
      </p>
      {to && (
        <SelectField
          label="Into the draft of"
          value={to.id}
          onChange={(event) => choose(event.target.value)}
          options={targets.map(({ id, name }) => ({ value: id, name }))}
        />
      )}
      {others.length > targets.length && <p className="text-muted">Locked sets take none: open a new draft there.</p>}
      {move.error && <SelectionProblem set={key} error={move.error} onClose={onClose} />}
      <Button type="submit" look="main" busy={move.isPending} because={to ? undefined : 'No other set has a draft.'}>
        Move {sayPrompts(count)}
        {to && ` to ${isolate(to.name)}`}
      </Button>
      {!to && <p className="text-muted">This project has no other set with a draft.</p>}
    </form>
  )
}
