import { ApiKeyList, IssuedApiKey, MemberApiKeyPage, type NewApiKey } from '@anvil/shared/api'
import { infiniteQueryOptions, queryOptions, useMutation, useQueries, useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { request } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'
import { organisationsQuery } from '../organisations/api.js'
import { projectsQuery } from '../projects/api.js'

/** The API keys of who is signed in. */
export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: async () => (await request(ApiKeyList, '/api-keys')).api_keys,
})

const renew = () => queryClient.invalidateQueries({ queryKey: apiKeysQuery.queryKey })

/** Makes a key; the answer has its value, this once. */
export function useNewApiKey() {
  return useMutation({
    mutationFn: (body: NewApiKey) => request(IssuedApiKey, '/api-keys', { method: 'POST', body }),
    onSuccess: renew,
  })
}

/** Ends a key for good. */
export function useRevokeApiKey() {
  return useMutation({
    mutationFn: (id: string) => request(z.undefined(), `/api-keys/${id}`, { method: 'DELETE' }),
    onSuccess: renew,
  })
}

/** The projects of all organisations of who is signed in, as far as they are known. */
export function useOwnProjects(): { id: string; name: string }[] {
  const { data: organisations = [] } = useQuery(organisationsQuery)
  const lists = useQueries({ queries: organisations.map(({ id }) => projectsQuery(id)) })
  return lists.flatMap(({ data }) => data ?? [])
}

const NEWEST = ''
const membersKeys = (organisationId: string) => ['organisations', organisationId, 'api-keys']

/** The API keys by which members act in an organisation, newest first, page by page. */
export const memberKeysQuery = (organisationId: string) =>
  infiniteQueryOptions({
    queryKey: membersKeys(organisationId),
    queryFn: ({ pageParam }) => {
      const page = pageParam === NEWEST ? '' : `?cursor=${pageParam}`
      return request(MemberApiKeyPage, `/organisations/${organisationId}/api-keys${page}`)
    },
    initialPageParam: NEWEST,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })

/** Ends what a member's key may do in an organisation. */
export function useRevokeMemberKey(organisationId: string) {
  return useMutation({
    mutationFn: (id: string) =>
      request(z.undefined(), `/organisations/${organisationId}/api-keys/${id}`, { method: 'DELETE' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: membersKeys(organisationId) }),
  })
}
