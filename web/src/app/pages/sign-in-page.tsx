import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { setupQuery } from '../../features/session/api.js'
import { SignInChoice } from '../../features/session/sign-in-choice.js'

import { Door } from './door.js'

const route = getRouteApi('/sign-in')

/** Signing in; then to where the person was going. */
export function SignInPage() {
  const { to = '/' } = route.useSearch()
  const navigate = useNavigate()
  const { data: setup } = useQuery(setupQuery)
  return (
    <Door title="Sign in">
      {setup?.needed === true && (
        <p className="mb-4 rounded-md bg-accent-wash p-3">
          This FORGE has no admin yet.{' '}
          <Link to="/first-run" className="font-medium underline underline-offset-4">
            Make the first admin
          </Link>
        </p>
      )}
      <SignInChoice to={to} onDone={() => void navigate({ href: to })} />
    </Door>
  )
}
