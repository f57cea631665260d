import { AnvilError } from '@anvil/shared'
import type { PromptProblem } from '@anvil/shared/api'
import { errorsAmong, problemsOf } from '../prompts/prompt-problems.js'
import type { Content } from '../reviews/draft-content.js'
import { includeSources } from './include-sources.js'

const SHOWN = 3

/** What is wrong with the prompts of a content, by id; those with nothing wrong are left out. */
export function problemsIn(content: Content): Record<string, PromptProblem[]> {
  const sources = includeSources(content)
  const found = Object.entries(content.snapshot).map(([id, prompt]): [string, PromptProblem[]] => [
    id,
    problemsOf(prompt, sources),
  ])
  return Object.fromEntries(found.filter(([, problems]) => problems.length > 0))
}

/** Refuses a content that no instance could render, or that another Mustache would read differently. */
export function lockBlocker(content: Content, problems: Record<string, PromptProblem[]>): AnvilError | undefined {
  if (Object.keys(content.snapshot).length === 0) {
    return new AnvilError('prompt_set.empty', 'The prompt set has no prompts. Write one first.')
  }
  const prompts = Object.entries(problems)
    .map(([id, all]) => ({ id, problems: errorsAmong(all) }))
    .filter((prompt) => prompt.problems.length > 0)
  if (prompts.length === 0) return undefined
  const lines = prompts.slice(0, SHOWN).map(({ id, problems: [first] }) => `${id}: ${first?.message}`)
  const more = prompts.length > SHOWN ? ` And ${prompts.length - SHOWN} more.` : ''
  return new AnvilError(
    'prompt_set.not_lockable',
    `${prompts.length} of the prompts can't be locked. ${lines.join(' ')}${more}`,
    { details: { prompts } },
  )
}

/** Throws what keeps a content from becoming a version. */
export function requireLockable(content: Content): void {
  const blocker = lockBlocker(content, problemsIn(content))
  if (blocker) throw blocker
}
