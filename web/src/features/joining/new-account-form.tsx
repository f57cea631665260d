import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { Field } from '../../components/field.js'
import { Problem } from '../../components/problem.js'
import type { useAccept } from './api.js'

interface NewAccountFormProps {
  email: string
  secret: string
  organisation: string
  accept: ReturnType<typeof useAccept>
}

/** Asks for the name and password of a new account, makes it, and joins with it. */
export function NewAccountForm({ email, secret, organisation, accept }: NewAccountFormProps) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!accept.isPending) accept.mutate({ secret, name: name.trim(), password })
  }
  return (
    <form onSubmit={submit} className="space-y-4">
      <p className="text-muted">Make your account to join.</p>
      <Field label="E-mail" type="email" autoComplete="username" readOnly value={email} />
      <Field
        label="Your name"
        autoComplete="name"
        required
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        label="Password"
        type="password"
        autoComplete="new-password"
        hint="12 characters or more."
        required
        minLength={12}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {accept.error && <Problem error={accept.error} />}
      <Button type="submit" look="main" busy={accept.isPending} className="w-full">
        Make account and join {organisation}
      </Button>
    </form>
  )
}
