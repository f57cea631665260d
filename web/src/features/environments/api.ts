import { Environment, type EnvironmentChange, EnvironmentList, type NewEnvironment } from '@anvil/shared/api'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { request } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'

/** The environments of a project. */
export const environmentsQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['projects', projectId, 'environments'],
    queryFn: async () => (await request(EnvironmentList, `/projects/${projectId}/environments`)).environments,
  })

/** Adds an environment to a project. */
export function useNewEnvironment(projectId: string) {
  return useMutation({
    mutationFn: (body: NewEnvironment) =>
      request(Environment, `/projects/${projectId}/environments`, { method: 'POST', body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: environmentsQuery(projectId).queryKey }),
  })
}

/** Changes what an environment is called, takes and asks for. */
export function useChangeEnvironment(projectId: string, slug: string) {
  return useMutation({
    mutationFn: (body: EnvironmentChange) =>
      request(Environment, `/projects/${projectId}/environments/${slug}`, { method: 'PATCH', body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['projects', projectId] }),
  })
}
