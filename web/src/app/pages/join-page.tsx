import { isolate } from '@anvil/shared'
import type { InvitationView } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from '../../components/button.js'
import { Problem } from '../../components/problem.js'
import { QueryFace } from '../../components/query-face.js'
import { When } from '../../components/when.js'
import { invitationQuery, useAccept } from '../../features/joining/api.js'
import { NewAccountForm } from '../../features/joining/new-account-form.js'
import { useSecret } from '../../features/joining/use-secret.js'
import { sayInProjects } from '../../features/members/say-roles.js'
import { signInWaysQuery, signOut } from '../../features/session/api.js'
import { SignInChoice } from '../../features/session/sign-in-choice.js'
import { toasts } from '../../lib/toasts.js'
import { useSession } from '../../lib/use-session.js'
import { Door } from './door.js'

/** What a link of an invitation opens: what somebody is invited to, and the way in. */
export function JoinPage() {
  const secret = useSecret()
  const invitation = useQuery({ ...invitationQuery(secret), enabled: secret !== '' })
  return (
    <Door title="Join an organisation">
      {secret === '' ? (
        <p>
          This page needs the whole link of your invitation. Open the link again, or ask who sent it for another.{' '}
          <Link to="/" className="inline-block min-h-6 font-medium underline underline-offset-4">
            Sign in
          </Link>
        </p>
      ) : (
        <QueryFace query={invitation} lines={3}>
          {(view) => <Invited key={secret} secret={secret} view={view} />}
        </QueryFace>
      )}
    </Door>
  )
}

function Invited({ secret, view }: { secret: string; view: InvitationView }) {
  const { invited_by, expires_at } = view
  const organisation = isolate(view.organisation)
  return (
    <div className="space-y-5">
      <p className="break-words">
        {isolate(invited_by)} invites {view.email} to <strong>{organisation}</strong>, as {view.role}. In its projects:{' '}
        {sayInProjects(view)}.{' '}
        <span className="text-muted">
          The invitation ends <When at={expires_at} />.
        </span>
      </p>
      <WayIn secret={secret} view={view} />
    </div>
  )
}

function WayIn({
  secret,
  view: { email, organisation: given, has_account },
}: {
  secret: string
  view: InvitationView
}) {
  const session = useSession()
  const { data: ways } = useQuery(signInWaysQuery)
  const navigate = useNavigate()
  const organisation = isolate(given)
  const accept = useAccept((organisationId) => {
    toasts.say(`Welcome to ${organisation}.`)
    return navigate({ to: '/organisations/$organisationId', params: { organisationId }, replace: true })
  })
  if (session && session.user.email.toLowerCase() !== email.toLowerCase())
    return <OtherAccount email={email} own={session.user.email} />
  if (session) {
    return (
      <div className="space-y-4">
        {accept.error && <Problem error={accept.error} />}
        <Button look="main" className="w-full" busy={accept.isPending} onClick={() => accept.mutate({ secret })}>
          Join {organisation}
        </Button>
      </div>
    )
  }
  if (!has_account && ways?.password !== false) return <NewAccountForm {...{ email, secret, organisation, accept }} />
  return (
    <>
      <p className="text-muted">
        {has_account ? `${email} has an account here. Sign in with it, then join.` : `Sign in as ${email}, then join.`}
      </p>
      <SignInChoice email={email} to={`/join#${secret}`} />
    </>
  )
}

function OtherAccount({ email, own }: { email: string; own: string }) {
  return (
    <div className="space-y-4">
      <p role="alert" className="rounded-md bg-warn-wash p-3 break-words">
        You are signed in as {own}, and this invitation is for {email}. Sign out, and go on as {email}; or ask for an
        invitation for {own}.
      </p>
      <Button className="w-full" onClick={() => void signOut()}>
        Sign out
      </Button>
    </div>
  )
}
