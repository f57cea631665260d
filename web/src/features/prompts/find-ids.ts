import { queryClient } from '../../lib/query-client.js'
import { promptSetsQuery } from '../prompt-sets/api.js'
import { findPrompts, MOST_FOUND, type PromptKey } from './api.js'
import { includable } from './includable.js'
import type { FoundIds } from './template-completion.js'

/** Finds the prompts that a prompt may include by a part of their ids. */
export async function findIds(key: PromptKey, typed: string, signal: AbortSignal): Promise<FoundIds> {
  const [sets, found] = await Promise.all([
    queryClient.ensureQueryData(promptSetsQuery(key.projectId)),
    findPrompts(key.projectId, typed, signal),
  ])
  return { ids: includable(key, typed, found, sets), areAll: found.length < MOST_FOUND }
}
