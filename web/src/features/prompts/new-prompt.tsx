import type { CreatePromptInput } from '@anvil/shared/api'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { Field } from '../../components/field.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import type { PromptSetKey } from '../reviews/api.js'
import { useNewPrompt } from './api.js'

interface NewPromptProps {
  set: PromptSetKey
  open: boolean
  onClose: () => void
}

/** Asks for the id and the kind of a new prompt, makes it, and opens it. */
export function NewPrompt({ set, open, onClose }: NewPromptProps) {
  return (
    <Modal title="New prompt" open={open} onClose={onClose}>
      <NewPromptForm set={set} />
    </Modal>
  )
}

function NewPromptForm({ set }: { set: PromptSetKey }) {
  const make = useNewPrompt(set)
  const navigate = useNavigate()
  const [id, setId] = useState('')
  const [isChat, setChat] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (make.isPending) return
    make.mutate(emptyPrompt(id.trim(), isChat), {
      onSuccess: ({ id: promptId }) =>
        void navigate({
          to: '/projects/$projectId/prompts/$promptSetId/edit/$promptId',
          params: { ...set, promptId },
          replace: true,
        }),
    })
  }
  return (
    <form onSubmit={submit} className="space-y-4">
      <Field
        label="Id"
        hint="Applications ask for it by this id, such as welcome.message. It stays."
        required
        maxLength={128}
        autoComplete="off"
        spellCheck={false}
        value={id}
        onChange={(event) => setId(event.target.value)}
      />
      <fieldset>
        <legend className="mb-1 font-medium">Kind</legend>
        <Kind label="Text" isChosen={!isChat} onChoose={() => setChat(false)} />
        <Kind label="Chat: messages with roles" isChosen={isChat} onChoose={() => setChat(true)} />
      </fieldset>
      {make.error && <Problem error={make.error} />}
      <Button type="submit" look="main" busy={make.isPending}>
        Make prompt
      </Button>
    </form>
  )
}

function Kind({ label, isChosen, onChoose }: { label: string; isChosen: boolean; onChoose: () => void }) {
  return (
    <label className="flex min-h-7 items-center gap-2">
      <input type="radio" name="kind" checked={isChosen} onChange={onChoose} />
      {label}
    </label>
  )
}

function emptyPrompt(id: string, isChat: boolean): CreatePromptInput {
  const more = { id, delimiters: null, metadata: {} }
  if (!isChat) return { ...more, kind: 'text', template: '' }
  return { ...more, kind: 'chat', messages: [{ role: 'system', template: '' }] }
}
