import { AnvilError } from '@anvil/shared'
import { Button } from '../../components/button.js'
import { Problem } from '../../components/problem.js'
import type { PromptSetKey } from '../reviews/api.js'
import { readAgain } from './selection-api.js'

interface SelectionProblemProps {
  set: PromptSetKey
  error: unknown
  onClose: () => void
}

/** Why nothing was done with the selected prompts; where somebody changed the draft meanwhile, the list is read again. */
export function SelectionProblem({ set, error, onClose }: SelectionProblemProps) {
  const isOld =
    error instanceof AnvilError && (error.code === 'request.precondition_failed' || error.code === 'prompt.not_found')
  if (!isOld) return <Problem error={error} />
  const look = () => {
    void readAgain(set)
    onClose()
  }
  return (
    <div role="alert" className="mt-3 rounded-md bg-warn-wash p-3">
      <p>The draft was changed since this list was read, so nothing was done. Look at it as it is now, then repeat.</p>
      <Button className="mt-2" onClick={look}>
        Read the list again
      </Button>
    </div>
  )
}
