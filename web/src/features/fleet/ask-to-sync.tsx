import type { SyncInput } from '@anvil/shared/api'
import { Button } from '../../components/button.js'
import { Problem } from '../../components/problem.js'
import { useWhyNot } from '../projects/use-why-not.js'
import type { EnvironmentKey } from '../publications/api.js'
import { sayInstances } from '../publications/say-publication.js'
import { useAskToSync } from './api.js'

interface AskToSyncProps {
  place: EnvironmentKey
  select: SyncInput['select']
  /** How many of them can hear it; left out for one that is shown alone. */
  count?: number
  /** Why it can't be asked where nobody can hear it. */
  because: string | undefined
  onAsked: (requestId: string) => void
}

/** Asks instances to take what their environment runs now. */
export function AskToSync({ place, select, count, because, onAsked }: AskToSyncProps) {
  const ask = useAskToSync(place)
  const missing = useWhyNot(place.projectId)('publication.publish')
  const isDeaf = count === undefined || count === 0
  return (
    <div className="space-y-2">
      <Button
        busy={ask.isPending}
        because={missing ?? (isDeaf ? because : undefined)}
        onClick={() => ask.mutate(select, { onSuccess: ({ id }) => onAsked(id) })}
      >
        {count === undefined || count === 0 ? 'Ask to sync' : `Ask ${sayInstances(count)} to sync`}
      </Button>
      {ask.error && <Problem error={ask.error} />}
    </div>
  )
}
