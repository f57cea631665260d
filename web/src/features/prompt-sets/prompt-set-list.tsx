import { STATUS_MEANING } from '@anvil/shared'
import type { PromptSet } from '@anvil/shared/api'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { StatusMark } from '../reviews/status-mark.js'
import { saySet } from './say-set.js'

/** The prompt sets of a project, each with how it stands. */
export function PromptSetList({ sets }: { sets: readonly PromptSet[] }) {
  return (
    <ul
      aria-label="Prompt sets"
      className="divide-y divide-line overflow-hidden rounded-md border border-line bg-surface"
    >
      {sets.map((set) => (
        <li key={set.id}>
          <Link
            to="/projects/$projectId/prompts/$promptSetId"
            params={{ projectId: set.project_id, promptSetId: set.id }}
            className="flex items-center justify-between gap-3 px-4 py-3 -outline-offset-2 hover:bg-sunken"
          >
            <span className="min-w-0 space-y-0.5">
              <span className="flex flex-wrap items-baseline gap-x-3">
                <span className="min-w-0 font-medium break-words">{set.name}</span>
                <span className="text-muted">{saySet(set)}</span>
              </span>
              <span className="flex flex-wrap items-center gap-x-3">
                <StatusMark status={set.status} />
                <span className="text-muted">{STATUS_MEANING[set.status]}</span>
              </span>
            </span>
            <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-muted" />
          </Link>
        </li>
      ))}
    </ul>
  )
}
