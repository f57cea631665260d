import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { Field } from '../../components/field.js'
import { Problem } from '../../components/problem.js'
import { useFirstRun } from '../../features/session/api.js'
import { Door } from './door.js'

const EMPTY = { code: '', name: '', email: '', password: '', organisation: '' }

/** The first admin and their organisation, by the code from FORGE's log. */
export function FirstRunPage() {
  const [form, setForm] = useState(EMPTY)
  const navigate = useNavigate()
  const firstRun = useFirstRun()
  const field = (name: keyof typeof EMPTY) => ({
    value: form[name],
    required: true,
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }),
  })
  const goTo = (organisationId: string) =>
    void navigate({ to: '/organisations/$organisationId', params: { organisationId } })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (firstRun.isPending) return
    const body = { ...form, code: form.code.trim(), organisation: { name: form.organisation } }
    firstRun.mutate(body, { onSuccess: ({ organisation }) => goTo(organisation.id) })
  }
  return (
    <Door title="Make the first admin">
      <form onSubmit={submit} className="space-y-4">
        <Field
          label="One-time code"
          hint="It stands in FORGE's log since its last start, after “First admin”."
          autoComplete="off"
          spellCheck={false}
          {...field('code')}
        />
        <Field label="Your name" autoComplete="name" {...field('name')} />
        <Field label="E-mail" type="email" autoComplete="username" {...field('email')} />
        <Field
          label="Password"
          type="password"
          autoComplete="new-password"
          minLength={12}
          hint="12 characters or more."
          {...field('password')}
        />
        <Field label="Organisation" hint="It owns projects; more can follow." {...field('organisation')} />
        {firstRun.error && <Problem error={firstRun.error} />}
        <Button type="submit" look="main" busy={firstRun.isPending} className="w-full">
          {firstRun.isPending ? 'Making it …' : 'Make admin and organisation'}
        </Button>
      </form>
    </Door>
  )
}
