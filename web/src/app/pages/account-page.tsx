import { useQuery } from '@tanstack/react-query'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { Section } from '../../components/section.js'
import { sessionsQuery } from '../../features/account/api.js'
import { OwnNameForm } from '../../features/account/own-name-form.js'
import { OwnPassword } from '../../features/account/password-form.js'
import { SessionRows } from '../../features/account/session-rows.js'
import { apiKeysQuery } from '../../features/api-keys/api.js'
import { ApiKeyRows } from '../../features/api-keys/api-key-rows.js'
import { useSession } from '../../lib/use-session.js'

/** The account of who is signed in: name, password, and where they are signed in. */
export function AccountPage() {
  const session = useSession()
  const sessions = useQuery(sessionsQuery)
  const apiKeys = useQuery(apiKeysQuery)
  return (
    <>
      <PageHead title="Your account" />
      <div className="space-y-8">
        {session && (
          <Section title="Profile">
            <OwnNameForm user={session.user} />
          </Section>
        )}
        {session && (
          <Section title="Password">
            <OwnPassword email={session.user.email} />
          </Section>
        )}
        <Section title="Sessions" detail="Where you are signed in.">
          <QueryFace query={sessions} lines={3}>
            {(list) => <SessionRows sessions={list} />}
          </QueryFace>
        </Section>
        <Section title="API keys" detail="For programs that ask FORGE in your name.">
          <QueryFace query={apiKeys} lines={2}>
            {(list) => <ApiKeyRows apiKeys={list} />}
          </QueryFace>
        </Section>
      </div>
    </>
  )
}
