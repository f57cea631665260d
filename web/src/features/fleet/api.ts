import {
  type FleetFilter,
  FleetSummary,
  ForgeInfo,
  LiveInstanceDetail,
  LiveInstancePage,
  PastDeliveryPage,
  type SyncInput,
  SyncRequest,
} from '@anvil/shared/api'
import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query'
import { request } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'
import { pace } from '../events/events.js'
import type { EnvironmentKey } from '../publications/api.js'
import { addressOf } from './fleet-search.js'

const OFTEN_MS = 3_000
const SELDOM_MS = 15_000
const OPEN_MS = 1_000
const PAGE = 200
/** More pages than these are read again once a minute, not every few seconds. */
const FEW_PAGES = 3
const LONG_MS = 60_000
/** Stands for the page with the newest. */
const NEWEST: number = -1

const often = () => pace(OFTEN_MS, SELDOM_MS)
const pathOf = ({ projectId, environment }: EnvironmentKey) => `/projects/${projectId}/environments/${environment}`
const keyOf = ({ projectId, environment }: EnvironmentKey) => [
  'projects',
  projectId,
  'environments',
  environment,
  'instances',
]
const firstPage = (): string | null => null

/** A fleet in numbers, read again when FORGE says so, and now and then: some instances only fall silent. */
export const fleetQuery = (place: EnvironmentKey, filter: FleetFilter = {}) =>
  queryOptions({
    queryKey: [...keyOf(place), 'summary', filter],
    queryFn: () => request(FleetSummary, `${pathOf(place)}/fleet?${addressOf(filter)}`),
    placeholderData: keepPreviousData,
    refetchInterval: often,
  })

/** The instances that a filter finds, page by page. */
export const instancesQuery = (place: EnvironmentKey, filter: FleetFilter) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(place), 'list', filter],
    queryFn: ({ pageParam: cursor }) =>
      request(LiveInstancePage, `${pathOf(place)}/instances?${addressOf(filter, { limit: PAGE, cursor })}`),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= FEW_PAGES ? often() : LONG_MS),
  })

/** The first instances that came with an access token in the last day, and how many did. */
export const instancesOfTokenQuery = (place: EnvironmentKey, access_token_id: string) =>
  queryOptions({
    queryKey: [...keyOf(place), 'token', access_token_id],
    queryFn: () => request(LiveInstancePage, `${pathOf(place)}/instances?${addressOf({ access_token_id })}`),
    refetchInterval: often,
  })

/** One instance, with what it runs and what it should. */
export const instanceQuery = (place: EnvironmentKey, id: string) =>
  queryOptions({
    queryKey: [...keyOf(place), 'one', id],
    queryFn: () => request(LiveInstanceDetail, `${pathOf(place)}/instances/${id}`),
    refetchInterval: often,
  })

/** What an instance did with publications, newest first, page by page. */
export const pastDeliveriesQuery = (place: EnvironmentKey, id: string) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(place), 'one', id, 'deliveries'],
    queryFn: ({ pageParam }) => {
      const page = pageParam === NEWEST ? '' : `?before=${pageParam}`
      return request(PastDeliveryPage, `${pathOf(place)}/instances/${id}/deliveries${page}`)
    },
    initialPageParam: NEWEST,
    getNextPageParam: ({ next }) => next,
  })

/** What became of asking instances to sync; read again until nobody is waited for. */
export const syncRequestQuery = (place: EnvironmentKey, id: string) =>
  queryOptions({
    queryKey: [...keyOf(place), 'sync', id],
    queryFn: () => request(SyncRequest, `${pathOf(place)}/sync-requests/${id}`),
    refetchInterval: ({ state }) => state.data?.complete !== true && OPEN_MS,
  })

/** Asks instances to take what their environment runs now. */
export function useAskToSync(place: EnvironmentKey) {
  return useMutation({
    mutationFn: (select: SyncInput['select']) =>
      request(SyncRequest, `${pathOf(place)}/sync-requests`, { method: 'POST', body: { select } }),
    onSuccess: (asked) => queryClient.setQueryData(syncRequestQuery(place, asked.id).queryKey, asked),
  })
}

/** Who this FORGE is: the root key that applications pin. */
export const forgeInfoQuery = queryOptions({
  queryKey: ['forge'],
  queryFn: () => request(ForgeInfo, '/forge'),
  staleTime: Infinity,
})
