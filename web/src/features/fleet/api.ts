import { ForgeInfo, LiveInstanceList } from '@anvil/shared/api'
import { queryOptions } from '@tanstack/react-query'
import { request } from '../../lib/forge.js'
import { pace } from '../events/events.js'

const OFTEN_MS = 3_000
const SELDOM_MS = 15_000

/** The LIVE instances of an environment, read again when FORGE says so, and now and then: some only fall silent. */
export const instancesQuery = (projectId: string, environment: string) =>
  queryOptions({
    queryKey: ['projects', projectId, 'environments', environment, 'instances'],
    queryFn: async () =>
      (await request(LiveInstanceList, `/projects/${projectId}/environments/${environment}/instances`)).instances,
    refetchInterval: () => pace(OFTEN_MS, SELDOM_MS),
  })

/** Who this FORGE is: the root key that applications pin. */
export const forgeInfoQuery = queryOptions({
  queryKey: ['forge'],
  queryFn: () => request(ForgeInfo, '/forge'),
  staleTime: Infinity,
})
