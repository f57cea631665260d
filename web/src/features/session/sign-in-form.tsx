import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { Field } from '../../components/field.js'
import { Problem } from '../../components/problem.js'
import { useSignIn } from './api.js'

/** Address and password. `email` fills in whose session it was. */
export function SignInForm({ email: known = '', onDone }: { email?: string; onDone?: () => void }) {
  const [email, setEmail] = useState(known)
  const [password, setPassword] = useState('')
  const signIn = useSignIn()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!signIn.isPending) signIn.mutate({ email, password }, { onSuccess: () => onDone?.() })
  }
  return (
    <form onSubmit={submit} className="space-y-4">
      <Field
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <Field
        label="Password"
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {signIn.error && <Problem error={signIn.error} />}
      <Button type="submit" look="main" busy={signIn.isPending} className="w-full">
        {signIn.isPending ? 'Signing in …' : 'Sign in'}
      </Button>
    </form>
  )
}
