import type { MemberApiKey, OwnOrganisation } from '@anvil/shared/api'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { QueryFace } from '../../components/query-face.js'
import { Cell, Table } from '../../components/table.js'
import { Verbatim } from '../../components/verbatim.js'
import { When } from '../../components/when.js'
import { projectsQuery } from '../projects/api.js'
import { memberKeysQuery } from './api.js'
import { RevokeMemberKey } from './revoke-member-key.js'
import { sayScopes } from './say-key.js'

/** The API keys by which members act in an organisation, and how to end what one may do there. */
export function MemberKeys({ organisation }: { organisation: OwnOrganisation }) {
  const query = useInfiniteQuery(memberKeysQuery(organisation.id))
  const [revoking, revoke] = useState<MemberApiKey>()
  return (
    <QueryFace query={query} lines={2}>
      {({ pages }) => (
        <div className="space-y-3">
          <Rows
            organisationId={organisation.id}
            keys={pages.flatMap(({ api_keys }) => api_keys)}
            onRevoke={(apiKey) => revoke(apiKey)}
          />
          {query.hasNextPage && (
            <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show older
            </Button>
          )}
          {revoking && (
            <RevokeMemberKey organisation={organisation} apiKey={revoking} onClose={() => revoke(undefined)} />
          )}
        </div>
      )}
    </QueryFace>
  )
}

interface RowsProps {
  organisationId: string
  keys: readonly MemberApiKey[]
  onRevoke: (apiKey: MemberApiKey) => void
}

function Rows({ organisationId, keys, onRevoke }: RowsProps) {
  const { data: projects = [] } = useQuery(projectsQuery(organisationId))
  if (keys.length === 0)
    return (
      <p className="text-muted">No program asks in a member’s name. Members make API keys on their account page.</p>
    )
  return (
    <Table
      label="Keys that open something here"
      heads={['Owner', 'Name', 'Scopes', 'Project', 'Last used', 'Ends', 'Actions']}
    >
      {keys.map((apiKey) => (
        <tr key={apiKey.id}>
          <Cell className="min-w-28 wrap-anywhere">
            <Verbatim>{apiKey.owner.name}</Verbatim>
          </Cell>
          <Cell className="min-w-28 font-medium wrap-anywhere">{apiKey.name}</Cell>
          <Cell className="min-w-28">{sayScopes(apiKey.scopes)}</Cell>
          <Cell className="min-w-28 wrap-anywhere">
            {apiKey.project_id === null ? 'all' : (projects.find(({ id }) => id === apiKey.project_id)?.name ?? 'one')}
          </Cell>
          <Cell>
            <When at={apiKey.last_used_at} />
          </Cell>
          <Cell>
            <When at={apiKey.expires_at} />
          </Cell>
          <Cell>
            <Button look="danger" aria-label={`Revoke: ${apiKey.name}`} onClick={() => onRevoke(apiKey)}>
              Revoke
            </Button>
          </Cell>
        </tr>
      ))}
    </Table>
  )
}
