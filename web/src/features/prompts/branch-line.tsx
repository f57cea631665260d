import type { PromptBranch } from '@anvil/shared/api'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { MouseEvent } from 'react'
import type { PromptSetKey } from '../reviews/api.js'

const INDENT_REM = 0.875

interface BranchLineProps {
  set: PromptSetKey
  q: string | undefined
  /** The line of all prompts has none. */
  branch?: PromptBranch
  level: number
  name: string
  count: number | undefined
  isChosen: boolean
  /** Whether the Tab key leads here; the arrow keys lead on. */
  isStop: boolean
  isOpen?: boolean | undefined
  onOpen?: (id: string, isNow: boolean) => void
}

/** One branch of the tree; its arrow opens it, the rest chooses it. */
export function BranchLine({ set, q, branch, level, name, count, isOpen, onOpen, ...is }: BranchLineProps) {
  const toggle = (event: MouseEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (branch && isOpen !== undefined) onOpen?.(branch.id, !isOpen)
  }
  return (
    <Link
      to="/projects/$projectId/prompts/$promptSetId"
      params={set}
      search={{ q, under: branch?.id }}
      resetScroll={false}
      role="treeitem"
      aria-level={level}
      aria-selected={is.isChosen}
      aria-current={is.isChosen ? 'true' : undefined}
      aria-expanded={isOpen}
      activeProps={{}}
      data-branch={branch?.id}
      tabIndex={is.isStop ? 0 : -1}
      style={{ paddingLeft: `${(level - 1) * INDENT_REM}rem` }}
      className="flex min-h-7 items-center gap-1 rounded-md pr-2 -outline-offset-2 hover:bg-sunken aria-selected:bg-accent-wash aria-selected:font-medium"
    >
      <span onClick={toggle} className="inline-flex size-6 shrink-0 items-center justify-center text-muted">
        {isOpen !== undefined && <ChevronRight aria-hidden="true" className={`size-4 ${isOpen ? 'rotate-90' : ''}`} />}
      </span>
      <span className="min-w-0 flex-1 truncate" title={branch?.id}>
        {name}
      </span>
      <span className="text-muted tabular-nums">{count?.toLocaleString('en')}</span>
    </Link>
  )
}
