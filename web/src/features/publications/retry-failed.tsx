import type { DeliveryList, Publication } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { Button } from '../../components/button.js'
import { done } from '../../components/done.js'
import { Problem } from '../../components/problem.js'
import { useWhyNot } from '../projects/use-why-not.js'
import { type EnvironmentKey, headQuery, useRetry } from './api.js'
import { sayRetried } from './say-publication.js'

interface RetryFailedProps {
  place: EnvironmentKey
  publication: Publication
  list: DeliveryList
}

/** Offers a publication once more to the instances that failed to take it; nothing where none did. */
export function RetryFailed({ place, publication, list: { failed } }: RetryFailedProps) {
  const retry = useRetry(place, publication.id)
  const { data: head } = useQuery(headQuery(place.projectId, place.environment))
  const missing = useWhyNot(place.projectId)('publication.publish')
  if (failed === 0) return retry.error && <Problem error={retry.error} />
  const isOver = head !== undefined && head.publication_id !== publication.id
  const because =
    missing ?? (isOver ? `${place.environment} is at #${head.sequence} by now, and runs that.` : undefined)
  return (
    <div className="space-y-2">
      <Button
        busy={retry.isPending}
        because={because}
        onClick={() => retry.mutate(undefined, { onSuccess: (result) => done(sayRetried(result)) })}
      >
        Retry {failed} failed {failed === 1 ? 'instance' : 'instances'}
      </Button>
      {retry.error && <Problem error={retry.error} />}
    </div>
  )
}
