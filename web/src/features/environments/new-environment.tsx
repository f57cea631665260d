import { isolate } from '@anvil/shared'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { Field } from '../../components/field.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { toasts } from '../../lib/toasts.js'
import { useNewEnvironment } from './api.js'
import { type EnvironmentDraft, whyNotSo } from './environment-draft.js'
import { EnvironmentFields } from './environment-fields.js'

/** Asks what a new environment is, and makes it. */
export function NewEnvironment({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const [slug, setSlug] = useState('')
  const [draft, setDraft] = useState<EnvironmentDraft>({ name: '', kinds: ['locked'], approvals: '0' })
  const make = useNewEnvironment(projectId)
  const because = whyNotSo(draft) ?? (slug === '' ? 'Give it a slug first.' : undefined)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (because !== undefined || make.isPending) return
    const { kinds, approvals } = draft
    const name = draft.name.trim()
    const onSuccess = () => {
      onClose()
      toasts.say(`${isolate(name)} is there. Access tokens can be generated for it.`)
    }
    make.mutate({ slug, name, allowed_kinds: [...kinds], required_approvals: Number(approvals) }, { onSuccess })
  }
  return (
    <Modal title="New environment" open onClose={onClose}>
      <form onSubmit={submit} className="space-y-4" noValidate>
        <Field
          label="Slug"
          hint="Small letters and digits, with single hyphens between them, such as canary. It stays for ever."
          required
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          value={slug}
          onChange={(event) => setSlug(event.target.value)}
        />
        <EnvironmentFields draft={draft} edit={(more) => setDraft({ ...draft, ...more })} />
        {make.error && <Problem error={make.error} />}
        <Button type="submit" look="main" because={because} busy={make.isPending}>
          Make environment
        </Button>
      </form>
    </Modal>
  )
}
