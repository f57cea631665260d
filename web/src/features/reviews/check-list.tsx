import type { Draft, PromptProblem } from '@anvil/shared/api'
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react'
import { FindingList } from '../policy/finding-list.js'
import { PromptLink } from '../prompts/prompt-link.js'
import { sayPrompts } from '../prompts/say-prompts.js'

const SHOWN = 100
const LOOKS = {
  error: { icon: CircleX, tone: 'text-bad', word: 'Error' },
  warning: { icon: TriangleAlert, tone: 'text-warn', word: 'Warning' },
}

/** What the policy finds in a draft, what else is wrong with its texts, and which includes have a newer text. */
export function CheckList({ draft }: { draft: Draft }) {
  const found = Object.entries(draft.problems).flatMap(([id, problems]) => problems.map((problem) => ({ id, problem })))
  const count = draft.prompt_set.prompt_count
  if (found.length === 0 && draft.include_news.length === 0 && draft.findings.length === 0) {
    return (
      <p className="flex items-center gap-2">
        <CircleCheck aria-hidden="true" className="size-4 shrink-0 text-good" />
        {count === 1 ? 'The one prompt is fine.' : `All ${sayPrompts(count)} are fine.`}
      </p>
    )
  }
  return (
    <div className="space-y-3">
      <FindingList draft={draft} />
      <Problems draft={draft} found={found} />
    </div>
  )
}

interface ProblemsProps {
  draft: Draft
  found: readonly { id: string; problem: PromptProblem }[]
}

function Problems({ draft, found }: ProblemsProps) {
  if (found.length + draft.include_news.length === 0) return null
  const sorted = found.toSorted((a, b) => a.problem.severity.localeCompare(b.problem.severity))
  return (
    <ul className="space-y-2">
      {sorted.slice(0, SHOWN).map(({ id, problem }) => (
        <Line
          key={`${id} ${problem.message_index} ${problem.line} ${problem.column} ${problem.code}`}
          draft={draft}
          id={id}
          problem={problem}
        />
      ))}
      {found.length > SHOWN && <li>And {found.length - SHOWN} more.</li>}
      {draft.include_news.map(({ id, message }) => (
        <li key={id}>{message}</li>
      ))}
    </ul>
  )
}

function Line({ draft: { prompt_set: set }, id, problem }: { draft: Draft; id: string; problem: PromptProblem }) {
  const { icon: Icon, tone, word } = LOOKS[problem.severity]
  const place = problem.message_index === undefined ? '' : `, message ${problem.message_index + 1}`
  return (
    <li className="flex gap-2">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${tone}`} />
      <span className="min-w-0 break-words">
        <span className={tone}>{word}</span> in{' '}
        <PromptLink promptKey={{ projectId: set.project_id, promptSetId: set.id, promptId: id }} />
        {place}: {problem.message}
      </span>
    </li>
  )
}
