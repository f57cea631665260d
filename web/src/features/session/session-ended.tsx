import { useState } from 'react'
import { Modal } from '../../components/modal.js'
import { useSession } from '../../lib/use-session.js'
import { SignInForm } from './sign-in-form.js'

/** Asks who is signed in no longer to sign in again, over the page: what was being written stays as it is below. */
export function SessionEnded() {
  const session = useSession()
  const [email] = useState(session?.user.email ?? '')
  return (
    <Modal title="Sign in again" open={session === undefined}>
      <p className="mb-4 text-muted">Your session has ended. What you were writing is still here.</p>
      <SignInForm email={email} />
    </Modal>
  )
}
