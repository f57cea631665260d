import { useNavigate } from '@tanstack/react-router'
import { Modal } from '../../components/modal.js'
import { NameForm } from '../../components/name-form.js'
import { useNewProject } from './api.js'

interface NewProjectProps {
  organisationId: string
  open: boolean
  onClose: () => void
}

/** Asks for the name of a new project, makes it, and goes there. */
export function NewProject({ organisationId, open, onClose }: NewProjectProps) {
  const make = useNewProject(organisationId)
  const navigate = useNavigate()
  const submit = (name: string) =>
    make.mutate(name, {
      onSuccess: ({ id: projectId }) => void navigate({ to: '/projects/$projectId', params: { projectId } }),
    })
  return (
    <Modal title="New project" open={open} onClose={onClose}>
      <NameForm
        label="Name"
        hint="It comes with the environments production, staging and development."
        action="Make project"
        error={make.error}
        busy={make.isPending}
        onSubmit={submit}
      />
    </Modal>
  )
}
