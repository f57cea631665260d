import { EnvironmentList } from '@anvil/shared/api'
import { queryOptions } from '@tanstack/react-query'
import { request } from '../../lib/forge.js'

/** The environments of a project. */
export const environmentsQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['projects', projectId, 'environments'],
    queryFn: async () => (await request(EnvironmentList, `/projects/${projectId}/environments`)).environments,
  })
