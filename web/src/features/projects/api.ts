import { OwnProject, Project, type ProjectChange, ProjectList } from '@anvil/shared/api'
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

/** Changes the settings of a project. */
export function useChangeProject({ id, organisation_id }: Pick<Project, 'id' | 'organisation_id'>) {
  return useMutation({
    mutationFn: (body: ProjectChange) => request(Project, `/projects/${id}`, { method: 'PATCH', body }),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['projects', id] }),
        queryClient.invalidateQueries({ queryKey: projectsQuery(organisation_id).queryKey }),
      ]),
  })
}
