import { isolate } from '@anvil/shared'
import type { AccessToken, LiveInstancePage } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { Button } from '../../components/button.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { QueryFace } from '../../components/query-face.js'
import { When } from '../../components/when.js'
import { toasts } from '../../lib/toasts.js'
import { instancesOfTokenQuery } from '../fleet/api.js'
import { sayInstances } from '../publications/say-publication.js'
import { useRevokeToken } from './api.js'
import { Verbatim } from '../../components/verbatim.js'

/** Asks before a token is ended for good, and names the instances that it would cut off. */
export function RevokeToken({ token, onClose }: { token: AccessToken; onClose: () => void }) {
  const revoke = useRevokeToken(token.project_id)
  const onSuccess = () => {
    onClose()
    toasts.say(`“${isolate(token.name)}” is revoked. It opens nothing any more.`)
  }
  const place = { projectId: token.project_id, environment: token.environment }
  const users = useQuery(instancesOfTokenQuery(place, token.id))
  const count = users.data?.count ?? 0
  return (
    <Modal title={`Revoke “${isolate(token.name)}”?`} open onClose={onClose}>
      <div className="space-y-4">
        <p>It opens nothing any more, within a second and for good. What uses it keeps the prompts it has.</p>
        <QueryFace query={users} lines={2}>
          {(page) => <Users page={page} />}
        </QueryFace>
        {revoke.error && <Problem error={revoke.error} />}
        <div className="flex flex-wrap gap-2">
          <Button
            look="danger"
            busy={revoke.isPending}
            because={users.isPending ? 'Who uses it is still being looked for.' : undefined}
            onClick={() => revoke.mutate(token.id, { onSuccess })}
          >
            {count === 0 ? 'Revoke token' : `Revoke and cut off ${sayInstances(count)}`}
          </Button>
          <Button onClick={onClose}>Keep it</Button>
        </div>
      </div>
    </Modal>
  )
}

function Users({ page: { instances, count } }: { page: LiveInstancePage }) {
  if (count === 0) return <p>No instance has used it in the last day.</p>
  return (
    <div>
      <p className="font-medium">
        {count === 1 ? 'One instance has' : `${count} instances have`} used it in the last day:
      </p>
      <ul tabIndex={0} aria-label="Instances that have used it" className="mt-1 max-h-40 list-disc overflow-auto pl-5">
        {instances.map(({ id, app, host, last_seen_at }) => (
          <li key={id} className="break-words">
            <Verbatim>{app}</Verbatim> on <Verbatim>{host}</Verbatim>, <When at={last_seen_at} />
          </li>
        ))}
        {count > instances.length && <li>and {count - instances.length} more</li>}
      </ul>
    </div>
  )
}
