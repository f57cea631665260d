import { AnvilExport, ImportPlan, MovedPrompts, type PromptSelection, RemovedPrompts } from '@anvil/shared/api'
import { queryOptions, skipToken, useMutation } from '@tanstack/react-query'
import { done } from '../../components/done.js'
import { request } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'
import { newKey } from '../publications/new-key.js'
import type { PromptSetKey } from '../reviews/api.js'
import { exportParts } from './export-parts.js'
import { type Removed, withoutRemoved, withRemoved } from './removed-list.js'
import { sayPrompts } from './say-prompts.js'

/** Selected prompts, and the revision of the draft in which the person saw them. */
export interface Selected {
  select: PromptSelection
  revision: number
}

const pathOf = ({ projectId, promptSetId }: PromptSetKey) => `/projects/${projectId}/prompt-sets/${promptSetId}`
const nothing = (): readonly Removed[] => []

/** What was removed in this tab, the newest first, from which it can be brought back. */
export const removedQuery = ({ promptSetId }: PromptSetKey) =>
  queryOptions({
    queryKey: ['removed-prompts', promptSetId],
    queryFn: skipToken,
    initialData: nothing,
    staleTime: Infinity,
    gcTime: Infinity,
  })

const keepRemoved = (set: PromptSetKey, content: AnvilExport) =>
  void queryClient.setQueryData(removedQuery(set).queryKey, (kept = []) => withRemoved(kept, newKey(), content))

/** Forgets one removal; the others keep their way back. */
export const forgetRemoved = (set: PromptSetKey, key: string) =>
  void queryClient.setQueryData(removedQuery(set).queryKey, (kept = []) => withoutRemoved(kept, key))

/** Removes the selected prompts from the draft, if that is as it was seen. */
export function useRemovePrompts(set: PromptSetKey, onDone: () => void) {
  return useMutation({
    mutationFn: ({ select, revision }: Selected) =>
      request(RemovedPrompts, `${pathOf(set)}/prompt-removals`, asSeen(revision, { select })),
    onSuccess: ({ removed }) => {
      keepRemoved(set, removed)
      onDone()
      return readAgain(set)
    },
  })
}

/** Moves the selected prompts into another draft, if this one is as it was seen. */
export function useMovePrompts(set: PromptSetKey, onDone: () => void) {
  return useMutation({
    mutationFn: ({ select, revision, to }: Selected & { to: { id: string; name: string } }) =>
      request(MovedPrompts, `${pathOf(set)}/prompt-moves`, asSeen(revision, { select, to_prompt_set_id: to.id })),
    onSuccess: ({ moved }, { to }) => {
      onDone()
      done(`${sayPrompts(moved.length)} moved to ${to.name}.`)
      return readAgain(set)
    },
  })
}

/** Reads the selected prompts in the form that an import takes. */
export const exportPrompts = (set: PromptSetKey, select: PromptSelection) =>
  request(AnvilExport, `${pathOf(set)}/prompt-exports`, { method: 'POST', body: { select } })

/** Brings back what was removed, part by part; nothing that somebody wrote since is overwritten. */
export function useBringBack(set: PromptSetKey) {
  return useMutation({
    mutationFn: async ({ content: removed }: Removed) => {
      for (const part of exportParts(removed)) {
        const body = { format: 'anvil', content: JSON.stringify(part) }
        await request(ImportPlan, `${pathOf(set)}/imports`, { method: 'POST', body })
      }
    },
    onSuccess: (_, { key, content }) => {
      forgetRemoved(set, key)
      done(`${sayPrompts(content.prompts.length)} brought back.`)
    },
    onSettled: () => readAgain(set),
  })
}

/** Reads all again that shows prompts of the project. */
export const readAgain = ({ projectId }: PromptSetKey) =>
  queryClient.invalidateQueries({ queryKey: ['projects', projectId, 'prompt-sets'] })

const asSeen = (revision: number, body: object) =>
  ({ method: 'POST', body, headers: { 'If-Match': `"${revision}"` } }) as const
