import type { Environment } from '@anvil/shared/api'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { Field } from '../../components/field.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { SelectField } from '../../components/select-field.js'
import { useIssueToken } from './api.js'
import { IssuedToken } from './issued-token.js'

const LIVES = [
  { value: '0', name: 'Never' },
  { value: '30', name: 'In 30 days' },
  { value: '90', name: 'In 90 days' },
  { value: '365', name: 'In a year' },
]
const DAY_MS = 86_400_000

interface GenerateTokenProps {
  projectId: string
  environments: readonly Environment[]
  onClose: () => void
}

/** Asks what a new token is for, generates it, and shows its value. */
export function GenerateToken({ projectId, environments, onClose }: GenerateTokenProps) {
  const issue = useIssueToken(projectId)
  return (
    <Modal title={issue.data ? 'Your new token' : 'Generate token'} open onClose={onClose}>
      {issue.data ? (
        <IssuedToken issued={issue.data} onDone={onClose} />
      ) : (
        <TokenForm environments={environments} issue={issue} />
      )}
    </Modal>
  )
}

interface TokenFormProps {
  environments: readonly Environment[]
  issue: ReturnType<typeof useIssueToken>
}

function TokenForm({ environments, issue }: TokenFormProps) {
  const [name, setName] = useState('')
  const [environment, setEnvironment] = useState(environments[0]?.slug ?? '')
  const [days, setDays] = useState('0')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (issue.isPending) return
    const ends = days === '0' ? {} : { expires_at: new Date(Date.now() + Number(days) * DAY_MS).toISOString() }
    issue.mutate({ name: name.trim(), environment, ...ends })
  }
  return (
    <form onSubmit={submit} className="space-y-4">
      <Field
        label="Name"
        hint="The application or machine that will use it."
        required
        maxLength={200}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <SelectField
        label="Environment"
        value={environment}
        onChange={(event) => setEnvironment(event.target.value)}
        options={environments.map(({ slug, name: title }) => ({ value: slug, name: title }))}
      />
      <SelectField label="Ends" value={days} onChange={(event) => setDays(event.target.value)} options={LIVES} />
      {issue.error && <Problem error={issue.error} />}
      <Button type="submit" look="main" busy={issue.isPending}>
        Generate token
      </Button>
    </form>
  )
}
