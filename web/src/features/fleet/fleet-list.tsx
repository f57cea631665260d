import type { FleetFilter, FleetSummary, LiveInstance } from '@anvil/shared/api'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { Empty } from '../../components/empty.js'
import { ListEnd } from '../../components/list-end.js'
import { QueryFace } from '../../components/query-face.js'
import { useTokenNames } from '../access-tokens/use-token-names.js'
import type { EnvironmentKey } from '../publications/api.js'
import { instancesQuery } from './api.js'
import { InstanceRows } from './instance-rows.js'

interface FleetListProps {
  place: EnvironmentKey
  filter: FleetFilter
  groups: FleetSummary['groups']
}

/** The instances that were found, loaded while the page scrolls. */
export function FleetList({ place, filter, groups }: FleetListProps) {
  const query = useInfiniteQuery(instancesQuery(place, filter))
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query
  const isMore = hasNextPage && !isFetching && !isFetchNextPageError
  const onEnd = useCallback(() => void (isMore && fetchNextPage()), [isMore, fetchNextPage])
  return (
    <>
      <QueryFace query={query}>
        {({ pages }) =>
          pages[0]?.instances.length === 0 ? (
            <Empty>No instance is found.</Empty>
          ) : (
            <Found place={place} groups={groups} pages={pages} onEnd={onEnd} />
          )
        }
      </QueryFace>
      <ListEnd query={query} />
    </>
  )
}

interface FoundProps extends Pick<FleetListProps, 'place' | 'groups'> {
  pages: readonly { instances: LiveInstance[]; count: number }[]
  onEnd: () => void
}

function Found({ place, groups, pages, onEnd }: FoundProps) {
  const instances = useMemo(() => pages.flatMap((page) => page.instances), [pages])
  const tokenNames = useTokenNames(
    place.projectId,
    instances.map(({ access_token_id }) => access_token_id),
  )
  const count = pages.at(-1)?.count ?? 0
  return (
    <InstanceRows
      place={place}
      instances={instances}
      count={count}
      groups={groups}
      tokenNames={tokenNames}
      onEnd={onEnd}
    />
  )
}
