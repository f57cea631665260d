import { useInfiniteQuery } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import type { PromptSetKey } from '../reviews/api.js'
import { branchesQuery } from './api.js'
import { Branches } from './branches.js'
import { BranchLine } from './branch-line.js'
import { isWithin, type TreeLine, treeStep } from './tree-steps.js'

interface PromptTreeProps {
  set: PromptSetKey
  q: string | undefined
  under: string | undefined
}

/** The branches that the dots of ids make: choosing one shows its prompts. On a narrow screen a button opens them, and a tap closes. */
export function PromptTree({ set, q, under }: PromptTreeProps) {
  const [isShown, setShown] = useState(false)
  return (
    <div className="min-w-0 max-lg:mb-3">
      <Button className="max-w-full lg:hidden" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
        <span className="truncate">{under ?? 'All branches'}</span>
        <ChevronDown aria-hidden="true" className={`size-4 shrink-0 ${isShown ? 'rotate-180' : ''}`} />
      </Button>
      <div
        onClick={(event) => event.detail > 0 && setShown(false)}
        className={`overflow-auto max-lg:mt-2 max-lg:max-h-[50vh] max-lg:rounded-md max-lg:border max-lg:border-line max-lg:bg-surface max-lg:p-1 lg:sticky lg:top-0 lg:max-h-dvh lg:py-2 ${isShown ? '' : 'max-lg:hidden'}`}
      >
        <Tree set={set} q={q} under={under} />
      </div>
    </div>
  )
}

function Tree({ set, q, under }: PromptTreeProps) {
  const { data } = useInfiniteQuery(branchesQuery(set, { q }))
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map())
  const isOpen = (id: string) => toggled.get(id) ?? (under !== undefined && isWithin(under, id))
  const open = (id: string, isNow: boolean) => setToggled(new Map(toggled).set(id, isNow))
  return (
    <div role="tree" aria-label="Branches of ids" onKeyDown={(event) => onKeyDown(event, open)}>
      <BranchLine
        set={set}
        q={q}
        level={1}
        name="All prompts"
        count={data?.pages.at(-1)?.count}
        isChosen={under === undefined}
        isStop
      />
      <Branches set={set} q={q} level={1} chosen={under} isOpen={isOpen} onOpen={open} />
    </div>
  )
}

/** Moves by the lines that are shown, in whatever level they are. */
function onKeyDown(event: KeyboardEvent<HTMLElement>, open: (id: string, isNow: boolean) => void): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="treeitem"]')]
  const at = items.findIndex((item) => item === document.activeElement)
  const lines = items.map(lineOf)
  const step = treeStep(event.key, lines, at)
  const id = lines[at]?.id
  if (step === undefined) return
  if ('to' in step) items[step.to]?.focus()
  else if (id !== undefined) open(id, step.open)
  event.preventDefault()
}

function lineOf({ dataset: { branch }, ariaExpanded }: HTMLElement): TreeLine {
  return { id: branch, isOpen: ariaExpanded === null ? undefined : ariaExpanded === 'true' }
}
