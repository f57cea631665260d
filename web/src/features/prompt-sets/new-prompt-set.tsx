import { useNavigate } from '@tanstack/react-router'
import { Modal } from '../../components/modal.js'
import { NameForm } from '../../components/name-form.js'
import { useNewPromptSet } from './api.js'

interface NewPromptSetProps {
  projectId: string
  open: boolean
  onClose: () => void
}

/** Asks for the name of a new prompt set, makes it, and goes there. */
export function NewPromptSet({ projectId, open, onClose }: NewPromptSetProps) {
  const make = useNewPromptSet(projectId)
  const navigate = useNavigate()
  const submit = (name: string) =>
    make.mutate(name, {
      onSuccess: ({ id: promptSetId }) =>
        void navigate({
          to: '/projects/$projectId/prompts/$promptSetId',
          params: { projectId, promptSetId },
          replace: true,
        }),
    })
  return (
    <Modal title="New prompt set" open={open} onClose={onClose}>
      <NameForm
        label="Name"
        hint="The prompts of a set are reviewed, locked and published together."
        action="Make prompt set"
        error={make.error}
        busy={make.isPending}
        onSubmit={submit}
      />
    </Modal>
  )
}
