import type { SyncAnswer, SyncRequest } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { Button } from '../../components/button.js'
import { focusHeading } from '../../components/focus-heading.js'
import { Mark } from '../../components/mark.js'
import { QueryFace } from '../../components/query-face.js'
import { Verbatim } from '../../components/verbatim.js'
import type { EnvironmentKey } from '../publications/api.js'
import { nameOf } from '../publications/say-publication.js'
import { syncRequestQuery } from './api.js'
import { saySynced } from './say-fleet.js'
import { syncLook } from './sync-look.js'

interface SyncResultProps {
  place: EnvironmentKey
  requestId: string
  onClose: () => void
}

/** What came of asking instances to sync, as they answer. */
export function SyncResult({ place, requestId, onClose }: SyncResultProps) {
  const request = useQuery(syncRequestQuery(place, requestId))
  const close = () => {
    onClose()
    focusHeading()
  }
  return (
    <section aria-label="Asked to sync" className="rounded-md border border-line bg-surface p-4">
      <QueryFace query={request} lines={1}>
        {(asked) => (
          <div className="space-y-3">
            <p role="status" className="font-medium">
              {saySynced(asked)}
            </p>
            <Troubled request={asked} />
          </div>
        )}
      </QueryFace>
      <Button className="mt-3" onClick={close}>
        Close
      </Button>
    </section>
  )
}

const FINE: readonly SyncAnswer['state'][] = ['applied', 'current', 'asked', 'told']

/** Those that do not run it, each with its reason. */
function Troubled({ request: { answers } }: { request: SyncRequest }) {
  const troubled = answers.filter(({ state }) => !FINE.includes(state))
  if (troubled.length === 0) return null
  return (
    <ul aria-label="Who does not run it" className="max-h-60 space-y-2 overflow-auto">
      {troubled.map((answer) => (
        <li key={answer.instance_id} className="flex flex-wrap items-baseline gap-x-3">
          <Mark look={syncLook(answer.state)} />
          <Named answer={answer} />
        </li>
      ))}
    </ul>
  )
}

function Named({ answer }: { answer: SyncAnswer }) {
  const [name, where] = nameOf(answer)
  const why = answer.state === 'frozen' ? '' : [answer.code, answer.detail].filter(Boolean).join(': ')
  return (
    <span className="min-w-0 break-words">
      <Verbatim>{name}</Verbatim>{' '}
      <span className="text-muted">
        <Verbatim>{where}</Verbatim>
      </span>
      {why !== '' && (
        <span className="block text-bad">
          <Verbatim>{why}</Verbatim>
        </span>
      )}
    </span>
  )
}
