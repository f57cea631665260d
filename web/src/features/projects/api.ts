import { OwnProject, Project, ProjectList } from '@anvil/shared/api'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { request } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'

export const projectsQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ['organisations', organisationId, 'projects'],
    queryFn: async () => (await request(ProjectList, `/organisations/${organisationId}/projects`)).projects,
  })

export const projectQuery = (id: string) =>
  queryOptions({ queryKey: ['projects', id], queryFn: () => request(OwnProject, `/projects/${id}`) })

/** Makes a project with its three environments. */
export function useNewProject(organisationId: string) {
  return useMutation({
    mutationFn: (name: string) =>
      request(Project, `/organisations/${organisationId}/projects`, { method: 'POST', body: { name } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: projectsQuery(organisationId).queryKey }),
  })
}
