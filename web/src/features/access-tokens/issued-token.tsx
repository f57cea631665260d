import type { IssuedAccessToken } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { Button } from '../../components/button.js'
import { CopyButton } from '../../components/copy-button.js'
import { SecretValue } from '../../components/secret-value.js'
import { FORGE_URL } from '../../lib/forge.js'
import { forgeInfoQuery } from '../fleet/api.js'
import { envLines } from './env-lines.js'

/** A new token: its value, hidden, and the lines that an application needs in its environment. */
export function IssuedToken({ issued, onDone }: { issued: IssuedAccessToken; onDone: () => void }) {
  const { data: forge } = useQuery(forgeInfoQuery)
  const { access_token, value } = issued
  const lines = (shown: string) =>
    envLines({ forgeUrl: FORGE_URL, projectId: access_token.project_id, value: shown, rootKey: forge?.root_key ?? '…' })
  return (
    <div className="space-y-4">
      <p>
        Put the value where the application reads its secrets. It opens the environment{' '}
        <strong>{access_token.environment}</strong>.
      </p>
      <SecretValue what="the value" value={value} />
      <div>
        <p className="mb-1 font-medium">For the application’s .env</p>
        <pre tabIndex={0} className="mb-2 overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-[0.8125rem]">
          {lines('••••••••')}
        </pre>
        <CopyButton what="the lines for .env" text={lines(value)} />
      </div>
      <Button look="main" onClick={onDone}>
        Done
      </Button>
    </div>
  )
}
