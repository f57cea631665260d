import { useQuery } from '@tanstack/react-query'
import { signInWaysQuery } from './api.js'
import { IssuerButton } from './issuer-button.js'
import { SignInForm } from './sign-in-form.js'

interface SignInChoiceProps {
  /** Where the person is going. */
  to: string
  /** Whose session it was. */
  email?: string
  onDone?: () => void
}

/** The ways to sign in that there are: a password, an issuer, or both. */
export function SignInChoice({ to, email, onDone }: SignInChoiceProps) {
  const { data: ways } = useQuery(signInWaysQuery)
  const byPassword = ways?.password !== false
  return (
    <div className="space-y-4">
      {byPassword ? (
        <SignInForm {...(email !== undefined && { email })} {...(onDone && { onDone })} />
      ) : (
        <p className="text-muted">Nobody signs in with a password here.</p>
      )}
      {ways?.oidc && <IssuerButton name={ways.oidc.name} to={to} look={byPassword ? 'plain' : 'main'} />}
    </div>
  )
}
