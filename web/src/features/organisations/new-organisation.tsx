import { useNavigate } from '@tanstack/react-router'
import { Modal } from '../../components/modal.js'
import { NameForm } from '../../components/name-form.js'
import { useNewOrganisation } from './api.js'

/** Asks for the name of a new organisation, makes it, and goes there. */
export function NewOrganisation({ open, onClose }: { open: boolean; onClose: () => void }) {
  const make = useNewOrganisation()
  const navigate = useNavigate()
  const submit = (name: string) =>
    make.mutate(name, {
      onSuccess: ({ id: organisationId }) =>
        void navigate({ to: '/organisations/$organisationId', params: { organisationId } }),
    })
  return (
    <Modal title="New organisation" open={open} onClose={onClose}>
      <NameForm label="Name" action="Make organisation" error={make.error} busy={make.isPending} onSubmit={submit} />
    </Modal>
  )
}
