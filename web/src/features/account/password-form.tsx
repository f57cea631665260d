import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { Field } from '../../components/field.js'
import { Problem } from '../../components/problem.js'
import { Verbatim } from '../../components/verbatim.js'
import { toasts } from '../../lib/toasts.js'
import { signInWaysQuery } from '../session/api.js'
import { useChangePassword } from './api.js'
import { sayEnded, sayKeysLeft } from './say-ended.js'

const NOTHING = { current_password: '', new_password: '' }

/** The password of who is signed in, or who signs them in where no password does. */
export function OwnPassword({ email }: { email: string }) {
  const { data: ways } = useQuery(signInWaysQuery)
  if (ways?.password !== false) return <PasswordForm email={email} />
  return (
    <p className="text-muted">
      Nobody signs in with a password here.{' '}
      {ways.oidc && (
        <>
          You sign in with <Verbatim>{ways.oidc.name}</Verbatim>, which keeps your password if you have one.
        </>
      )}
    </p>
  )
}

/** Asks for the old and the new password. */
function PasswordForm({ email }: { email: string }) {
  const [typed, setTyped] = useState(NOTHING)
  const change = useChangePassword()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (change.isPending) return
    change.mutate(typed, {
      onSuccess: ({ ended, api_keys }) => {
        setTyped(NOTHING)
        toasts.say(`Your password is changed. ${sayEnded(ended)}${sayKeysLeft(api_keys)}`)
      },
    })
  }
  return (
    <form onSubmit={submit} className="max-w-sm space-y-4">
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <Field
        label="Password of now"
        type="password"
        autoComplete="current-password"
        required
        value={typed.current_password}
        onChange={(event) => setTyped({ ...typed, current_password: event.target.value })}
      />
      <Field
        label="New password"
        type="password"
        hint="12 characters or more. Your other sessions end."
        autoComplete="new-password"
        required
        minLength={12}
        maxLength={1_000}
        value={typed.new_password}
        onChange={(event) => setTyped({ ...typed, new_password: event.target.value })}
      />
      {change.error && <Problem error={change.error} />}
      <Button type="submit" busy={change.isPending}>
        Change password
      </Button>
    </form>
  )
}
