import type { PromptSet } from '@anvil/shared/api'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { MovePrompts } from './move-prompts.js'
import { RemovePrompts } from './remove-prompts.js'
import { saveExport } from './save-export.js'
import { sayPrompts } from './say-prompts.js'
import { exportPrompts, type Selected } from './selection-api.js'
import { SelectionProblem } from './selection-problem.js'
import { useWhyNoEdit } from './use-why-no-edit.js'

interface BulkActionsProps {
  set: PromptSet
  count: number
  selected: Selected
  /** Why nothing can be done with them now. */
  because: string | undefined
  onDone: () => void
}

/** What can be done with the selected prompts: download, move, delete. */
export function BulkActions({ set, count, selected, because, onDone }: BulkActionsProps) {
  const key = { projectId: set.project_id, promptSetId: set.id }
  const noEdit = useWhyNoEdit(set.project_id, set.status)
  const [open, setOpen] = useState<'move' | 'remove'>()
  const save = useMutation({
    mutationFn: () => exportPrompts(key, selected.select),
    onSuccess: (exported) => saveExport(exported, `${exported.prompts.length}-prompts`),
  })
  const close = () => setOpen(undefined)
  const props = { set, count, selected, onClose: close, onDone }
  return (
    <>
      <Button because={because} busy={save.isPending} onClick={() => save.mutate()}>
        <Action verb="Download" count={count} more="" />
      </Button>
      <Button because={because ?? noEdit} onClick={() => setOpen('move')}>
        <Action verb="Move" count={count} more="…" />
      </Button>
      <Button look="danger" because={because ?? noEdit} onClick={() => setOpen('remove')}>
        <Action verb="Delete" count={count} more="…" />
      </Button>
      {save.error && <SelectionProblem set={key} error={save.error} onClose={save.reset} />}
      <MovePrompts {...props} open={open === 'move'} />
      <RemovePrompts {...props} open={open === 'remove'} />
    </>
  )
}

/** What is done with how many; on a narrow screen it is seen what they are. */
function Action({ verb, count, more }: { verb: string; count: number; more: string }) {
  const [number, word] = sayPrompts(count).split(' ')
  return (
    <span>
      {verb} {number}
      <span className="max-sm:sr-only"> {word}</span> {more}
    </span>
  )
}
