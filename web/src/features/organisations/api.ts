import { Organisation, OrganisationList, OwnOrganisation } from '@anvil/shared/api'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { request } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'

/** The organisations of who is signed in. */
export const organisationsQuery = queryOptions({
  queryKey: ['organisations'],
  queryFn: async () => (await request(OrganisationList, '/organisations')).organisations,
})

export const organisationQuery = (id: string) =>
  queryOptions({
    queryKey: ['organisations', id],
    queryFn: () => request(OwnOrganisation, `/organisations/${id}`),
  })

/** Makes an organisation, which the person then owns. */
export function useNewOrganisation() {
  return useMutation({
    mutationFn: (name: string) => request(Organisation, '/organisations', { method: 'POST', body: { name } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: organisationsQuery.queryKey }),
  })
}
