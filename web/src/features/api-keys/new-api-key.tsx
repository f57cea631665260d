import type { ApiKeyScope } from '@anvil/shared'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { CheckGroup } from '../../components/check-group.js'
import { Field } from '../../components/field.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { SelectField } from '../../components/select-field.js'
import { useNewApiKey, useOwnProjects } from './api.js'
import { IssuedKey } from './issued-key.js'
import { SCOPE_CHOICES } from './say-key.js'

const LIVES = [
  { value: '30', name: 'In 30 days' },
  { value: '90', name: 'In 90 days' },
  { value: '365', name: 'In a year' },
  { value: '0', name: 'Never' },
]
const DAY_MS = 86_400_000
const EVERY = ''

/** Asks what a new API key is for, makes it, and shows its value this once. */
export function NewApiKey({ onClose }: { onClose: () => void }) {
  const make = useNewApiKey()
  return (
    <Modal title={make.data ? 'Your new API key' : 'Make an API key'} open onClose={onClose}>
      {make.data ? <IssuedKey issued={make.data} onDone={onClose} /> : <KeyForm make={make} />}
    </Modal>
  )
}

function KeyForm({ make }: { make: ReturnType<typeof useNewApiKey> }) {
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<ApiKeyScope[]>([])
  const [project, setProject] = useState(EVERY)
  const [days, setDays] = useState('90')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (make.isPending) return
    make.mutate({
      name: name.trim(),
      scopes,
      ...(project !== EVERY && { project_id: project }),
      ...(days !== '0' && { expires_at: new Date(Date.now() + Number(days) * DAY_MS).toISOString() }),
    })
  }
  return (
    <form onSubmit={submit} className="space-y-4">
      <Field
        label="Name"
        hint="The program that will use it."
        required
        maxLength={200}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <CheckGroup
        label="Scopes"
        hint="Every key reads what you see. It never does more than your own roles allow."
        options={SCOPE_CHOICES}
        chosen={scopes}
        onChange={setScopes}
      />
      <ProjectField project={project} choose={setProject} />
      <SelectField label="Ends" value={days} onChange={(event) => setDays(event.target.value)} options={LIVES} />
      {make.error && <Problem error={make.error} />}
      <Button type="submit" look="main" busy={make.isPending}>
        Make API key
      </Button>
    </form>
  )
}

function ProjectField({ project, choose }: { project: string; choose: (id: string) => void }) {
  const projects = useOwnProjects()
  return (
    <SelectField
      label="Project"
      value={project}
      onChange={(event) => choose(event.target.value)}
      options={[
        { value: EVERY, name: 'All of your projects' },
        ...projects.map(({ id, name }) => ({ value: id, name })),
      ]}
    />
  )
}
