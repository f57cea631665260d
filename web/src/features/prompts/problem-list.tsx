import type { Prompt } from '@anvil/shared/api'
import { lintTemplate } from '@anvil/shared/template'
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import { type Content, contentOf, isSame, templatesOf } from './content.js'

/** Where a problem is, as some messages begin. */
const PLACE = /^Line \d+, column \d+: /

interface ProblemListProps {
  content: Content
  prompt: Prompt
  /** Why texts that it includes are not there. */
  missing: readonly string[]
}

interface Finding {
  code: string
  message: string
  line: number
  severity: 'error' | 'warning'
  message_index?: number | undefined
}

/** What is wrong with a prompt as it is written; what only FORGE finds is added once it is saved. */
export function ProblemList({ content, prompt, missing }: ProblemListProps) {
  const problems = useMemo(
    () => (isSame(content, contentOf(prompt)) ? prompt.problems : findingsOf(content)),
    [content, prompt],
  )
  if (problems.length + missing.length === 0) {
    return (
      <p className="flex items-center gap-1.5 text-good">
        <CircleCheck aria-hidden="true" className="size-4" />
        Checks find nothing wrong
      </p>
    )
  }
  return (
    <ul aria-label="Problems" className="space-y-1">
      {problems.map((problem, index) => (
        <ProblemLine
          key={index}
          severity={problem.severity}
          place={isOfPolicy(problem) ? ' by the policy' : `, ${sayPlace(problem)}`}
          message={problem.message.replace(PLACE, '')}
        />
      ))}
      {missing.map((message) => (
        <ProblemLine key={message} severity="error" message={message} place="" />
      ))}
    </ul>
  )
}

interface ProblemLineProps extends Pick<Finding, 'severity' | 'message'> {
  place: string
}

function ProblemLine({ severity, message, place }: ProblemLineProps) {
  const isError = severity === 'error'
  const Icon = isError ? CircleX : TriangleAlert
  return (
    <li className="flex items-start gap-1.5">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${isError ? 'text-bad' : 'text-warn'}`} />
      <span className="min-w-0 break-words">
        {isError ? 'Error' : 'Warning'}
        {place}: {message}
      </span>
    </li>
  )
}

/** What the policy of the project finds says itself where it stands. */
const isOfPolicy = ({ code }: Finding): boolean => code.startsWith('policy.')

const sayPlace = ({ message_index, line }: Finding): string =>
  `${message_index === undefined ? '' : `message ${message_index + 1}, `}line ${line}`

function findingsOf(content: Content): Finding[] {
  const templates = templatesOf(content)
  const declared = templates.length === 1 ? content.variables : undefined
  return templates.flatMap((template, index) =>
    lintTemplate(template, { delimiters: content.delimiters, declared }).map((problem) => ({
      ...problem,
      message_index: content.kind === 'chat' ? index : undefined,
    })),
  )
}
