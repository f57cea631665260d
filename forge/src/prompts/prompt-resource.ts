import type { Prompt, PromptProblem } from '@anvil/shared/api'
import type { Current } from '../http/preconditions.js'
import { problemsOf } from './prompt-problems.js'
import type { StoredPrompt } from './prompt-row.js'

/** A stored prompt as the API shows it, with what is wrong with it, and what a policy found in it. */
export function toPrompt(stored: StoredPrompt, found: Record<string, PromptProblem[]> = {}): Prompt {
  const { id, content, prompt_set_id, revision, etag, updated_by } = stored
  return {
    ...content,
    id,
    prompt_set_id,
    revision,
    etag,
    updated_by,
    problems: [...problemsOf(content), ...(found[id] ?? [])],
    created_at: stored.created_at.toISOString(),
    updated_at: stored.updated_at.toISOString(),
  }
}

/** A stored prompt as a precondition sees it. */
export function toCurrent(stored: StoredPrompt | undefined): Current | undefined {
  return stored && { etag: stored.etag, shown: toPrompt(stored) }
}
