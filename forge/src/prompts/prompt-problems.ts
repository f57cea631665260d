import type { BundledPrompt } from '@anvil/shared'
import type { PromptProblem } from '@anvil/shared/api'
import { type IncludeSource, lintTemplate } from '@anvil/shared/template'
import { templatesOf } from '../reviews/draft-content.js'
import { mustacheParse } from './mustache-parse.js'

/** What is wrong with a prompt; with `includes`, also with what it includes. */
export function problemsOf(prompt: BundledPrompt, includes?: Readonly<Record<string, IncludeSource>>): PromptProblem[] {
  const { delimiters, variables } = prompt
  const options = { delimiters, declared: variables, includes, mustacheParse }
  const found = templatesOf(prompt).map((template) => lintTemplate(template, options))
  if (prompt.kind === 'text') return found[0] ?? []
  return withoutRepeated(
    found.flatMap((problems, index) => problems.map((problem) => ({ ...problem, message_index: index }))),
    found.length,
  )
}

/** What is said of the declarations is said once for a chat; a variable is unused only if no message uses it. */
function withoutRepeated(problems: readonly PromptProblem[], messages: number): PromptProblem[] {
  const count = (problem: PromptProblem): number =>
    problems.filter(({ code, message }) => code === problem.code && message === problem.message).length
  return problems.filter((problem) => {
    const isFirst = problem.message_index === 0
    if (problem.code === 'variable.unused') return isFirst && count(problem) === messages
    return problem.code !== 'variable.wrong_default' || isFirst
  })
}

/** What keeps a prompt from being locked. */
export function errorsAmong(problems: readonly PromptProblem[]): PromptProblem[] {
  return problems.filter(({ severity }) => severity === 'error')
}
