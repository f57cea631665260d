import type { IssuedAccessToken } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { Button } from '../../components/button.js'
import { CopyButton } from '../../components/copy-button.js'
import { done } from '../../components/done.js'
import { focusHeading } from '../../components/focus-heading.js'
import { Problem } from '../../components/problem.js'
import { Verbatim } from '../../components/verbatim.js'
import { FORGE_URL } from '../../lib/forge.js'
import { useIssueToken } from '../access-tokens/api.js'
import { envLines } from '../access-tokens/env-lines.js'
import { useWhyNot } from '../projects/use-why-not.js'
import type { EnvironmentKey } from '../publications/api.js'
import { forgeInfoQuery } from './api.js'

const INSTALL = 'npm install @anvil/live-client'

interface ConnectPanelProps {
  place: EnvironmentKey
  /** Whether an application has come since it is shown. */
  isConnected: boolean
  onClose: () => void
}

/** How an application is connected, with this FORGE's real address, root key and an access token; green once one is. */
export function ConnectPanel({ place, isConnected, onClose }: ConnectPanelProps) {
  const close = () => {
    onClose()
    focusHeading()
  }
  return (
    <section
      aria-labelledby="connect"
      className={`rounded-md border p-5 ${isConnected ? 'border-good bg-good-wash' : 'border-line bg-surface'}`}
    >
      <h2 id="connect" className="flex items-center gap-2 text-base font-semibold">
        {isConnected && <CircleCheck aria-hidden="true" className="size-5 shrink-0 text-good" />}
        {isConnected ? 'Your app is connected' : 'Connect your app'}
      </h2>
      <p role="status" className="mt-1 max-w-prose">
        {isConnected
          ? `It runs on ${place.environment} and takes what you publish there.`
          : `No application runs on ${place.environment} yet. This page shows the first one a few seconds after it has started.`}
      </p>
      <Steps place={place} isConnected={isConnected} />
      {isConnected && (
        <Button className="mt-4" onClick={close}>
          Close
        </Button>
      )}
    </section>
  )
}

/** The steps; of those of an application that is there, only the lines that are shown this once. */
function Steps({ place, isConnected }: Pick<ConnectPanelProps, 'place' | 'isConnected'>) {
  const issue = useIssueToken(place.projectId)
  if (isConnected) return issue.data && <EnvLines place={place} value={issue.data.value} />
  return (
    <ol className="mt-4 list-decimal space-y-4 pl-5">
      <li>
        <p>Install the client.</p>
        <Snippet what="the command" text={INSTALL} />
      </li>
      <li>
        <p>Generate an access token, and put these lines into the application’s .env.</p>
        <Token place={place} issue={issue} />
        <EnvLines place={place} value={issue.data?.value} />
      </li>
      <li>Start the application.</li>
    </ol>
  )
}

interface TokenProps {
  place: EnvironmentKey
  issue: ReturnType<typeof useIssueToken>
}

/** Makes the access token that the lines need. */
function Token({ place: { projectId, environment }, issue }: TokenProps) {
  const because = useWhyNot(projectId)('token.manage')
  if (issue.data) return <Issued issued={issue.data} />
  const asked = { name: `First application on ${environment}`, environment }
  return (
    <div className="mt-2 space-y-2">
      <Button
        look="main"
        because={because}
        busy={issue.isPending}
        onClick={() => issue.mutate(asked, { onSuccess: () => done('A token is in the lines for .env.') })}
      >
        Generate token for {environment}
      </Button>
      {issue.error && <Problem error={issue.error} />}
    </div>
  )
}

function Issued({ issued: { access_token } }: { issued: IssuedAccessToken }) {
  return (
    <p role="status" className="mt-2 max-w-prose text-muted">
      The token “<Verbatim>{access_token.name}</Verbatim>” is in the lines now. Copy them: leave this page, and they are
      not shown again.
    </p>
  )
}

function EnvLines({ place: { projectId }, value }: { place: EnvironmentKey; value: string | undefined }) {
  const { data: forge } = useQuery(forgeInfoQuery)
  const rootKey = forge?.root_key ?? '…'
  const lines = envLines({ forgeUrl: FORGE_URL, projectId, value, rootKey })
  return <Snippet what="the lines for .env" text={lines} isWhole={value !== undefined} />
}

/** A text to copy, once it is whole. */
function Snippet({ what, text, isWhole = true }: { what: string; text: string; isWhole?: boolean }) {
  return (
    <div className="mt-2 flex flex-wrap items-start gap-2">
      <pre
        tabIndex={0}
        aria-label={what}
        className="min-w-0 flex-1 overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-[0.8125rem]"
      >
        {text}
      </pre>
      {isWhole && <CopyButton what={what} text={text} />}
    </div>
  )
}
