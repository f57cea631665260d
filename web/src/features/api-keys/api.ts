import { ApiKeyList, IssuedApiKey, type NewApiKey } from '@anvil/shared/api'
import { queryOptions, useMutation, useQueries, useQuery } from '@tanstack/react-query'
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
