import { isolate } from '@anvil/shared'
import type { Draft } from '@anvil/shared/api'
import { Button } from '../../components/button.js'
import { done } from '../../components/done.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { sayDiff } from '../diffs/say-diff.js'
import { type PromptSetKey, useMove } from './api.js'

interface DiscardDraftProps {
  promptSet: PromptSetKey
  draft: Draft
  open: boolean
  onClose: () => void
}

/** Asks before a draft is given up. */
export function DiscardDraft({ promptSet, draft, open, onClose }: DiscardDraftProps) {
  const discard = useMove(promptSet)
  const name = isolate(draft.prompt_set.name)
  const onSuccess = () => {
    onClose()
    done(`The draft is discarded: ${name} says again what ${draft.locked_version} says.`)
  }
  return (
    <Modal title="Discard the draft" open={open} onClose={onClose}>
      <p className="mb-4 break-words">
        {name} goes back to {draft.locked_version}. What was written since is given up: {sayDiff(draft.diff)}.
      </p>
      {discard.error && <Problem error={discard.error} />}
      <div className="mt-4 flex flex-wrap gap-2">
        <Button
          look="danger"
          busy={discard.isPending}
          onClick={() => discard.mutate({ status: 'LOCKED', discard: true }, { onSuccess })}
        >
          Discard the draft, back to {draft.locked_version}
        </Button>
        <Button onClick={onClose}>Keep the draft</Button>
      </div>
    </Modal>
  )
}
