import { useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { Modal } from '../../components/modal.js'
import { useSession } from '../../lib/use-session.js'
import { SignInChoice } from './sign-in-choice.js'

/** Asks who is signed in no longer to sign in again, over the page: what was being written stays as it is below. */
export function SessionEnded() {
  const session = useSession()
  const location = useLocation()
  const [email] = useState(session?.user.email ?? '')
  return (
    <Modal title="Sign in again" open={session === undefined}>
      <p className="mb-4 text-muted">Your session has ended. What you were writing is still here.</p>
      <SignInChoice email={email} to={`${location.pathname}${location.searchStr}`} />
    </Modal>
  )
}
