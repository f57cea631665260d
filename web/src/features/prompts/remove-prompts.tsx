import type { PromptSet } from '@anvil/shared/api'
import { Button } from '../../components/button.js'
import { Modal } from '../../components/modal.js'
import { sayPrompts } from './say-prompts.js'
import { type Selected, useRemovePrompts } from './selection-api.js'
import { SelectionProblem } from './selection-problem.js'
import { Verbatim } from '../../components/verbatim.js'

const NAMED = 5

export interface BulkModalProps {
  set: PromptSet
  count: number
  selected: Selected
  open: boolean
  onClose: () => void
  onDone: () => void
}

/** Asks before prompts are taken out of the draft. */
export function RemovePrompts({ set, count, selected, open, onClose, onDone }: BulkModalProps) {
  const key = { projectId: set.project_id, promptSetId: set.id }
  const remove = useRemovePrompts(key, onDone)
  return (
    <Modal title={`Delete ${sayPrompts(count)}`} open={open} onClose={onClose}>
      <p className="break-words">
        {count === 1 ? 'It leaves' : 'They leave'} the draft of <Verbatim>{set.name}</Verbatim>. Versions keep what they
        have, and this page offers to bring {count === 1 ? 'it' : 'them'} back as long as the tab is open.
      </p>
      <Names select={selected.select} />
      {remove.error && <SelectionProblem set={key} error={remove.error} onClose={onClose} />}
      <div className="mt-4 flex flex-wrap gap-2">
        <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate(selected)}>
          Delete {sayPrompts(count)}
        </Button>
        <Button onClick={onClose}>Keep {count === 1 ? 'it' : 'them'}</Button>
      </div>
    </Modal>
  )
}

function Names({ select }: Pick<Selected, 'select'>) {
  if (!('ids' in select)) return null
  const more = select.ids.length - NAMED
  return (
    <ul className="mt-3 rounded-md bg-sunken px-3 py-2">
      {select.ids.slice(0, NAMED).map((id) => (
        <li key={id} className="font-mono text-xs leading-6 break-all">
          {id}
        </li>
      ))}
      {more > 0 && <li className="text-muted">and {more.toLocaleString('en')} more</li>}
    </ul>
  )
}
