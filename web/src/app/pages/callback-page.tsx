import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { buttonClass } from '../../components/button.js'
import { Problem } from '../../components/problem.js'
import { useReturn } from '../../features/session/api.js'
import { oidcAttempts } from '../../features/session/oidc-attempt.js'
import { Door } from './door.js'

/** Where the issuer sends people back to: signs them in, and takes them to where they were going. */
export function CallbackPage() {
  const { mutate, error } = useReturn()
  const navigate = useNavigate()
  const isBegun = useRef(false)
  useEffect(() => {
    if (isBegun.current) return
    isBegun.current = true
    const attempt = oidcAttempts.take()
    const query = window.location.search.slice(1)
    window.history.replaceState(window.history.state, '', window.location.pathname)
    mutate(attempt && { secret: attempt.secret, query }, {
      onSuccess: () => void navigate({ href: attempt?.to ?? '/', replace: true }),
    })
  }, [mutate, navigate])
  return (
    <Door title="Sign in">
      {error === null ? (
        <p role="status">Signing in …</p>
      ) : (
        <div className="space-y-4">
          <Problem error={error} />
          <Link to="/sign-in" className={buttonClass('main')}>
            Sign in anew
          </Link>
        </div>
      )}
    </Door>
  )
}
