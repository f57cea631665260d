import type { Prompt } from '@anvil/shared/api'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { Field } from '../../components/field.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import type { PromptSetKey } from '../reviews/api.js'
import { useNewPrompt } from './api.js'
import type { Content } from './content.js'

interface MakePromptOfProps {
  set: PromptSetKey
  /** The id that is proposed. */
  id: string
  content: Content
  open: boolean
  onClose: () => void
  onMade: (prompt: Prompt) => void
}

/** Asks for the id of a new prompt that says what a text says, and makes it. */
export function MakePromptOf({ open, onClose, ...form }: MakePromptOfProps) {
  return (
    <Modal title="Make it a new prompt" open={open} onClose={onClose}>
      <MakeForm {...form} />
    </Modal>
  )
}

function MakeForm({ set, id, content, onMade }: Omit<MakePromptOfProps, 'open' | 'onClose'>) {
  const make = useNewPrompt(set)
  const [typed, setTyped] = useState(id)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!make.isPending) make.mutate({ ...content, id: typed.trim() }, { onSuccess: onMade })
  }
  return (
    <form onSubmit={submit} className="space-y-4">
      <Field
        label="Id"
        hint="Applications ask for it by this id."
        required
        maxLength={128}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {make.error && <Problem error={make.error} />}
      <Button type="submit" look="main" busy={make.isPending}>
        Make prompt
      </Button>
    </form>
  )
}
