import { PromptSet, PromptSetList } from '@anvil/shared/api'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { request } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'

/** The prompt sets of a project that are not archived. */
export const promptSetsQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['projects', projectId, 'prompt-sets'],
    queryFn: async () => (await request(PromptSetList, `/projects/${projectId}/prompt-sets`)).prompt_sets,
  })

/** One prompt set, with the status of its draft. */
export const promptSetQuery = (projectId: string, promptSetId: string) =>
  queryOptions({
    queryKey: ['projects', projectId, 'prompt-sets', promptSetId],
    queryFn: () => request(PromptSet, `/projects/${projectId}/prompt-sets/${promptSetId}`),
  })

/** Makes a prompt set, in LIVE status. */
export const makePromptSet = (projectId: string, name: string) =>
  request(PromptSet, `/projects/${projectId}/prompt-sets`, { method: 'POST', body: { name } })

export function useNewPromptSet(projectId: string) {
  return useMutation({
    mutationFn: (name: string) => makePromptSet(projectId, name),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: promptSetsQuery(projectId).queryKey }),
  })
}
