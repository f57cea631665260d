import type { PromptSet } from '@anvil/shared/api'
import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck, Hourglass, UserCheck } from 'lucide-react'
import { Mark, type MarkLook } from '../../components/mark.js'
import { When } from '../../components/when.js'
import { useSession } from '../../lib/use-session.js'
import { approvalsQuery } from './api.js'
import { waitingFor } from './waiting.js'
import { sayPrompts } from '../prompts/say-prompts.js'

/** The prompt sets in review, those first that wait for who looks. */
export function ReviewLines({ projectId, sets }: { projectId: string; sets: readonly PromptSet[] }) {
  const userId = useSession()?.user.id
  const approvals = useQueries({ queries: sets.map(({ id }) => approvalsQuery({ projectId, promptSetId: id })) })
  const lines = sets.map((set, index) => {
    const data = approvals[index]?.data
    return { set, waiting: data && waitingFor(data, userId), isApproved: data && data.given >= data.required }
  })
  const sorted = lines.toSorted((a, b) => Number(b.waiting?.isMine ?? false) - Number(a.waiting?.isMine ?? false))
  return (
    <ul
      aria-label="In review"
      className="divide-y divide-line overflow-hidden rounded-md border border-line bg-surface"
    >
      {sorted.map(({ set, waiting, isApproved }) => (
        <li key={set.id}>
          <Link
            to="/projects/$projectId/prompts/$promptSetId/review"
            params={{ projectId, promptSetId: set.id }}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 -outline-offset-2 hover:bg-sunken"
          >
            <span className="min-w-0">
              <span className="block font-medium break-words">{set.name}</span>
              <span className="block text-muted">
                {sayPrompts(set.prompt_count)} · changed <When at={set.updated_at} />
              </span>
            </span>
            {waiting && <Mark look={lookOf(waiting, isApproved === true)} />}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function lookOf({ isMine, words }: { isMine: boolean; words: string }, isApproved: boolean): MarkLook {
  if (isApproved) return { tone: 'good', icon: CircleCheck, word: words }
  return isMine ? { tone: 'warn', icon: UserCheck, word: words } : { tone: 'quiet', icon: Hourglass, word: words }
}
