import { type FormEvent, useState } from 'react'
import { Button } from './button.js'
import { Field } from './field.js'
import { Problem } from './problem.js'

interface NameFormProps {
  label: string
  hint?: string
  /** What the button does, such as "Make project". */
  action: string
  error: unknown
  busy: boolean
  onSubmit: (name: string) => void
}

/** Asks for the name of something new. */
export function NameForm({ label, hint, action, error, busy, onSubmit }: NameFormProps) {
  const [name, setName] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) onSubmit(name.trim())
  }
  return (
    <form onSubmit={submit} className="space-y-4">
      <Field
        label={label}
        hint={hint}
        required
        maxLength={200}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {error !== null && error !== undefined && <Problem error={error} />}
      <Button type="submit" look="main" busy={busy}>
        {action}
      </Button>
    </form>
  )
}
