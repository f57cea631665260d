import { isolate } from '@anvil/shared'
import type { FoundPrompt, PromptSet } from '@anvil/shared/api'
import type { PromptKey } from './api.js'
import type { FoundIds } from './template-completion.js'

/** What may be included of what was found: prompts of the same set, and of others that were locked once. */
export function includable(
  { promptSetId, promptId }: PromptKey,
  typed: string,
  found: readonly FoundPrompt[],
  sets: readonly PromptSet[],
): FoundIds['ids'] {
  const locked = new Set(sets.flatMap(({ id, locked_version }) => (locked_version === null ? [] : [id])))
  const isNamed = (id: string) => id.toLowerCase().includes(typed.toLowerCase())
  return found.flatMap(({ id, prompt_set }) => {
    const isOwn = prompt_set.id === promptSetId
    if (!isNamed(id) || (isOwn ? id === promptId : !locked.has(prompt_set.id))) return []
    return [{ id, set: isOwn ? undefined : isolate(prompt_set.name) }]
  })
}
