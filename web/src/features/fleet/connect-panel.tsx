import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CopyButton } from '../../components/copy-button.js'
import { FORGE_URL } from '../../lib/forge.js'
import { envLines } from '../access-tokens/env-lines.js'
import { forgeInfoQuery } from './api.js'

const INSTALL = 'npm install @anvil/live-client'

/** How an application is connected, with this FORGE's real address and root key. */
export function ConnectPanel({ projectId, environment }: { projectId: string; environment: string }) {
  const { data: forge } = useQuery(forgeInfoQuery)
  const lines = envLines({
    forgeUrl: FORGE_URL,
    projectId,
    value: '<an access token>',
    rootKey: forge?.root_key ?? '…',
  })
  return (
    <section aria-labelledby="connect" className="rounded-md border border-line bg-surface p-5">
      <h2 id="connect" className="text-base font-semibold">
        Connect your app
      </h2>
      <p className="mt-1 max-w-prose text-muted">
        No application runs on {environment} yet. This page shows the first one a few seconds after it has started.
      </p>
      <ol className="mt-4 list-decimal space-y-4 pl-5">
        <li>
          <p>Install the client.</p>
          <Snippet what="the command" text={INSTALL} />
        </li>
        <li>
          <p>
            <Link
              to="/projects/$projectId/tokens"
              params={{ projectId }}
              className="font-medium text-accent underline underline-offset-4"
            >
              Generate an access token
            </Link>{' '}
            for {environment}, and put these lines into the application’s .env.
          </p>
          <Snippet what="the lines for .env" text={lines} />
        </li>
        <li>Start the application.</li>
      </ol>
    </section>
  )
}

function Snippet({ what, text }: { what: string; text: string }) {
  return (
    <div className="mt-2 flex flex-wrap items-start gap-2">
      <pre
        tabIndex={0}
        aria-label={what}
        className="min-w-0 flex-1 overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-[0.8125rem]"
      >
        {text}
      </pre>
      <CopyButton what={what} text={text} />
    </div>
  )
}
