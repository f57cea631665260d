import { PutPromptsResult } from '@anvil/shared/api'
import { useMutation } from '@tanstack/react-query'
import { request } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'
import { makePromptSet, promptSetsQuery } from './api.js'
import { SAMPLE_NAME, SAMPLE_PROMPTS } from './sample-prompts.js'

/** Makes the sample set. */
export function useSampleSet(projectId: string) {
  return useMutation({
    mutationFn: async () => {
      const set = await makePromptSet(projectId, SAMPLE_NAME)
      const path = `/projects/${projectId}/prompt-sets/${set.id}/prompts`
      await request(PutPromptsResult, path, { method: 'PUT', body: { prompts: SAMPLE_PROMPTS } })
      return set
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: promptSetsQuery(projectId).queryKey }),
  })
}
