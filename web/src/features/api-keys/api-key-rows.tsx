import type { ApiKey } from '@anvil/shared/api'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { Mark } from '../../components/mark.js'
import { Cell, Table } from '../../components/table.js'
import { When } from '../../components/when.js'
import { useNow } from '../../lib/use-now.js'
import { useOwnProjects } from './api.js'
import { NewApiKey } from './new-api-key.js'
import { RevokeApiKey } from './revoke-api-key.js'
import { lookOfKey, sayRevokedIn, sayScopes } from './say-key.js'

/** The API keys of who is signed in, and how to make and end one. */
export function ApiKeyRows({ apiKeys }: { apiKeys: readonly ApiKey[] }) {
  const [isMaking, setMaking] = useState(false)
  const [revoking, revoke] = useState<ApiKey>()
  return (
    <div className="space-y-3">
      {apiKeys.length === 0 ? (
        <p className="text-muted">You have none. A program asks FORGE by one, in your name.</p>
      ) : (
        <Table label="Your API keys" heads={['Name', 'Scopes', 'Project', 'State', 'Last used', 'Ends', 'Actions']}>
          {apiKeys.map((apiKey) => (
            <Row key={apiKey.id} apiKey={apiKey} onRevoke={() => revoke(apiKey)} />
          ))}
        </Table>
      )}
      <Button onClick={() => setMaking(true)}>Make an API key</Button>
      {isMaking && <NewApiKey onClose={() => setMaking(false)} />}
      {revoking && <RevokeApiKey apiKey={revoking} onClose={() => revoke(undefined)} />}
    </div>
  )
}

function Row({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const { name, scopes, project_id, revoked_at, revoked_in } = apiKey
  const projects = useOwnProjects()
  const look = lookOfKey(apiKey, useNow())
  return (
    <tr>
      <Cell className="min-w-36 font-medium wrap-anywhere">{name}</Cell>
      <Cell className="min-w-28">{sayScopes(scopes)}</Cell>
      <Cell className="min-w-28 wrap-anywhere">
        {project_id === null ? 'all' : (projects.find(({ id }) => id === project_id)?.name ?? 'one')}
      </Cell>
      <Cell>
        <Mark look={look} />
        {revoked_at === null && revoked_in.length > 0 && (
          <span className="mt-1 block min-w-28 wrap-anywhere text-muted">{sayRevokedIn(revoked_in)}</span>
        )}
      </Cell>
      <Cell>
        <When at={apiKey.last_used_at} />
      </Cell>
      <Cell>
        <When at={apiKey.expires_at} />
      </Cell>
      <Cell>
        <Button
          look="danger"
          because={revoked_at === null ? undefined : 'It is revoked, for good. Make a new one.'}
          aria-label={`Revoke: ${name}`}
          onClick={onRevoke}
        >
          Revoke
        </Button>
      </Cell>
    </tr>
  )
}
