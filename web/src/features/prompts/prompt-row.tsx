import { isolate } from '@anvil/shared'
import type { Prompt, PromptFilter } from '@anvil/shared/api'
import { Link } from '@tanstack/react-router'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import type { Ref } from 'react'
import { EditingMark } from '../events/editing-mark.js'
import { firstWords } from './first-words.js'
import { Verbatim } from '../../components/verbatim.js'

const DATE = new Intl.DateTimeFormat('en', { dateStyle: 'medium' })
const NAMES = 8

/** The columns of the table; on a narrow screen what a prompt has stands below its id. */
export const ROW_GRID =
  'grid grid-cols-[1.5rem_minmax(0,1fr)] items-start gap-x-3 px-4 sm:grid-cols-[1.5rem_minmax(0,1fr)_minmax(0,1.25fr)_6.5rem_6.5rem]'

interface PromptRowProps {
  ref: Ref<HTMLDivElement>
  index: number
  top: number
  projectId: string
  prompt: Prompt
  /** Who else edits it, in words. */
  editors: string
  isSelected: boolean
  /** Whether the Tab key leads here; the arrow keys lead on. */
  isCurrent: boolean
  /** What was looked for, which is kept for the way on and back. */
  filter: PromptFilter
  onToggle: (isRange: boolean) => void
  onFocus: () => void
}

/** One prompt of the table; a click anywhere but on its box opens it. */
export function PromptRow({ ref, index, top, projectId, prompt, editors, isSelected, ...on }: PromptRowProps) {
  const tabIndex = on.isCurrent ? 0 : -1
  return (
    <div
      ref={ref}
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      onFocus={on.onFocus}
      style={{ transform: `translateY(${top}px)` }}
      className={`absolute inset-x-0 top-0 scroll-mt-16 scroll-mb-2 border-b border-line py-2.5 focus-within:z-10 ${ROW_GRID} ${isSelected ? 'bg-accent-wash' : 'hover:bg-sunken'}`}
    >
      <span role="cell" className="relative z-10 row-span-4 flex sm:row-span-1">
        <label className="-m-0.5 flex size-6 items-center justify-center">
          <input
            type="checkbox"
            aria-label={`Select ${prompt.id}`}
            checked={isSelected}
            tabIndex={tabIndex}
            onChange={ignore}
            onClick={(event) => on.onToggle(event.shiftKey)}
            className="size-4 accent-accent"
          />
        </label>
      </span>
      <span role="cell" className="min-w-0">
        <Link
          to="/projects/$projectId/prompts/$promptSetId/edit/$promptId"
          params={{ projectId, promptSetId: prompt.prompt_set_id, promptId: prompt.id }}
          search={on.filter}
          tabIndex={tabIndex}
          className="font-medium break-all after:absolute after:inset-0 after:-outline-offset-2 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
        >
          {prompt.id}
        </Link>
        <span className="block">
          <EditingMark editors={editors} isLine />
        </span>
      </span>
      <PromptCells prompt={prompt} />
    </div>
  )
}

/** The click has said whether it is a range. */
const ignore = () => undefined

function PromptCells({ prompt }: { prompt: Prompt }) {
  const names = Object.keys(prompt.variables)
  return (
    <>
      <span role="cell" className="col-start-2 min-w-0 sm:col-start-auto">
        <bdi className="block truncate">{firstWords(prompt)}</bdi>
        <span className="block truncate text-muted">
          {names.length === 0 ? 'no variables' : names.slice(0, NAMES).map(isolate).join(', ')}
        </span>
      </span>
      <Checks count={prompt.problems.length} />
      <span role="cell" className="col-start-2 text-muted sm:col-start-auto">
        {DATE.format(new Date(prompt.updated_at))}
        <span className="sm:hidden"> · </span>
        <span className="truncate sm:block">
          <Verbatim>{prompt.updated_by?.name ?? 'somebody who left'}</Verbatim>
        </span>
      </span>
    </>
  )
}

function Checks({ count }: { count: number }) {
  const Icon = count === 0 ? CircleCheck : TriangleAlert
  return (
    <span
      role="cell"
      className={`col-start-2 flex items-center gap-1.5 whitespace-nowrap sm:col-start-auto ${count === 0 ? 'text-good' : 'text-warn'}`}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      {count === 0 ? 'Good' : count === 1 ? '1 problem' : `${count} problems`}
    </span>
  )
}
