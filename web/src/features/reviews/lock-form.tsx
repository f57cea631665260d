import { isolate } from '@anvil/shared'
import type { Draft } from '@anvil/shared/api'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { done } from '../../components/done.js'
import { Field } from '../../components/field.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { type PromptSetKey, useMove } from './api.js'

interface LockFormProps {
  promptSet: PromptSetKey
  draft: Draft
  open: boolean
  onClose: () => void
  onRefused: () => void
}

/** Asks for the number and a note, and locks exactly the draft that was shown. */
export function LockForm({ promptSet, draft, open, onClose, onRefused }: LockFormProps) {
  const proposed = draft.proposed_version ?? ''
  const [chosen, setChosen] = useState<string>()
  const [note, setNote] = useState('')
  const lock = useMove(promptSet)
  const version = chosen ?? proposed
  const onSuccess = () => {
    onClose()
    done(`Locked as ${version}. Nothing is published by that.`)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (lock.isPending) return
    lock.mutate(
      { status: 'LOCKED', content_digest: draft.content_digest, note, ...(version !== proposed && { version }) },
      { onSuccess, onError: onRefused },
    )
  }
  return (
    <Modal title={`Lock ${isolate(draft.prompt_set.name)}`} open={open} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <p className="text-muted">
          The texts become version {version} and stay as they are for ever. Nothing is published by that.
        </p>
        <Field
          label="Number"
          hint={`${proposed} follows from what changed. You may choose a higher one.`}
          required
          autoComplete="off"
          value={version}
          onChange={(event) => setChosen(event.target.value)}
        />
        <Field
          label="Note (optional)"
          hint="What changed and why, for who reads the list of versions."
          autoComplete="off"
          maxLength={2_000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        {lock.error && <Problem error={lock.error} />}
        <Button type="submit" look="main" busy={lock.isPending}>
          Lock as {version}
        </Button>
      </form>
    </Modal>
  )
}
