import { isolate } from '@anvil/shared'
import type { Environment } from '@anvil/shared/api'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { toasts } from '../../lib/toasts.js'
import { useChangeEnvironment } from './api.js'
import { type EnvironmentDraft, whyNotSo } from './environment-draft.js'
import { EnvironmentFields } from './environment-fields.js'

interface ChangeEnvironmentProps {
  projectId: string
  environment: Environment
  onClose: () => void
}

/** Asks what an environment is called, takes and asks for. */
export function ChangeEnvironment({ projectId, environment, onClose }: ChangeEnvironmentProps) {
  const { name, allowed_kinds: kinds, required_approvals } = environment
  const [draft, setDraft] = useState<EnvironmentDraft>({ name, kinds, approvals: `${required_approvals}` })
  const change = useChangeEnvironment(projectId, environment.slug)
  const because = whyNotSo(draft)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (because !== undefined || change.isPending) return
    const onSuccess = () => {
      onClose()
      toasts.say(`${isolate(draft.name.trim())} is changed.`)
    }
    change.mutate(
      { name: draft.name.trim(), allowed_kinds: [...draft.kinds], required_approvals: Number(draft.approvals) },
      { onSuccess },
    )
  }
  return (
    <Modal title={`Change ${isolate(name)}`} open onClose={onClose}>
      <form onSubmit={submit} className="space-y-4" noValidate>
        <EnvironmentFields draft={draft} edit={(more) => setDraft({ ...draft, ...more })} />
        <p className="text-muted">What it runs already goes on running.</p>
        {change.error && <Problem error={change.error} />}
        <Button type="submit" look="main" because={because} busy={change.isPending}>
          Save environment
        </Button>
      </form>
    </Modal>
  )
}
